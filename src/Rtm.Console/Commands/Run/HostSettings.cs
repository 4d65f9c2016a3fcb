using System.Text.Json;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>What the engine knows of a container's host settings that a specification has no field for. Source: <c>HostConfig</c> of the inspect.</summary>
internal static class HostSettings
{
    // What is listed elsewhere, or stands for every container, is not among them.
    private static readonly string[] Named =
    [
        "Privileged", "CapAdd", "CapDrop", "Devices", "DeviceRequests", "SecurityOpt", "Ulimits", "ExtraHosts", "Dns", "DnsSearch", "DnsOptions", "GroupAdd",
        "Sysctls", "VolumesFrom", "Links", "Init", "ReadonlyRootfs", "PidMode", "UTSMode", "UsernsMode", "OomKillDisable", "OomScoreAdj", "CgroupParent",
        "CpuShares", "CpusetCpus", "CpusetMems", "CpuPeriod", "CpuQuota", "CpuRealtimePeriod", "CpuRealtimeRuntime", "BlkioWeight", "MemoryReservation",
        "PublishAllPorts", "StorageOpt",
    ];

    /// <summary>Whether the engine removes it as soon as it ends.</summary>
    public static bool RemovesItself(ContainerDetails container) => Read(container, host => host.TryGetProperty("AutoRemove", out var value) && value.ValueKind == JsonValueKind.True);

    /// <summary>The names of those it has.</summary>
    public static IReadOnlyList<string> NamesOf(ContainerDetails container) =>
        Read(container, host => Named.Where(name => host.TryGetProperty(name, out var value) && IsSet(value)).ToArray()) ?? [];

    private static T? Read<T>(ContainerDetails container, Func<JsonElement, T> read)
    {
        if (container.RawJson.Length == 0)
            return default;
        using var document = JsonDocument.Parse(container.RawJson);
        return document.RootElement.TryGetProperty("HostConfig", out var host) && host.ValueKind == JsonValueKind.Object ? read(host) : default;
    }

    private static bool IsSet(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => false,
    };
}

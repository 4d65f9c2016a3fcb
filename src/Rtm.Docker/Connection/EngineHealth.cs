using System.Text.Json;
using Docker.DotNet;

namespace Rtm.Docker;

/// <summary>Asks one engine about itself.</summary>
internal sealed class EngineHealth(EngineConnection connection) : IEngineHealth
{
    private const string DefaultNetwork = "bridge";

    public Task<EngineInfo> GetEngineInfoAsync(CancellationToken ct) => connection.CallAsync(
        new EngineCall("read engine information", ""),
        connection.Deadlines.Inspect,
        async token =>
        {
            var version = await connection.Library.System.GetVersionAsync(token).ConfigureAwait(false);
            var asked = connection.Clock.GetUtcNow();
            var info = await connection.Library.System.GetSystemInfoAsync(token).ConfigureAwait(false);
            var answered = connection.Clock.GetUtcNow();
            if (version is null || info is null)
                throw new JsonException("The answer is null.");

            var engineTime = EngineTime.Parse(info.SystemTime);
            return new EngineInfo
            {
                Name = connection.Name,
                Endpoint = connection.Endpoint,
                EngineId = info.ID ?? "",
                HostName = info.Name ?? "",
                Version = version.Version ?? info.ServerVersion ?? "",
                ApiVersion = version.APIVersion ?? "",
                MinApiVersion = version.MinAPIVersion ?? "",
                OperatingSystem = info.OperatingSystem ?? "",
                Platform = $"{info.OSType}/{info.Architecture}",
                KernelVersion = info.KernelVersion ?? "",
                CpuCount = Count(info.NCPU),
                MemoryBytes = info.MemTotal,
                EngineTime = engineTime,
                // The engine read its clock somewhere between the two readings of ours.
                ClockSkew = engineTime - (asked + (answered - asked) / 2),
                Containers = Count(info.Containers),
                ContainersRunning = Count(info.ContainersRunning),
                ContainersPaused = Count(info.ContainersPaused),
                ContainersStopped = Count(info.ContainersStopped),
                Images = Count(info.Images),
                DefaultLogDriver = info.LoggingDriver ?? "",
                DataRoot = info.DockerRootDir ?? "",
            };
        },
        ct);

    public Task<string> ReadRunIdAsync(CancellationToken ct) => connection.CallAsync(
        new EngineCall("read the engine's run", ""),
        connection.Deadlines.Inspect,
        async token =>
        {
            var info = await connection.Library.System.GetSystemInfoAsync(token).ConfigureAwait(false);
            if (info is null || info.LiveRestoreEnabled)
                return "";
            try
            {
                var network = await connection.Library.Networks.InspectNetworkAsync(DefaultNetwork, token).ConfigureAwait(false);
                return network?.ID ?? "";
            }
            catch (DockerNetworkNotFoundException)
            {
                return "";
            }
        },
        ct);

    private static int Count(long value) => (int)Math.Clamp(value, 0, int.MaxValue);
}

using Rtm.Docker;

namespace Rtm.Console.Components.ContainerTabs;

/// <summary>Parts of a container's configuration in one line each.</summary>
internal static class ConfigurationWords
{
    public static string Port(PortBinding port) => (port.HostAddress, port.HostPort) switch
    {
        (_, "") => $"{port.Port}, not published",
        ("", var number) => $"{port.Port} on host port {number}",
        (var address, var number) => $"{port.Port} on {(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{number}",
    };

    public static string Network(NetworkAttachment network)
    {
        var address = network.IPAddress.Length > 0 ? $" · {network.IPAddress}" : "";
        var aliases = network.Aliases.Count > 0 ? $" · as {string.Join(", ", network.Aliases)}" : "";
        return $"{network.Name}{address}{aliases}";
    }

    public static string Mount(MountPoint mount) =>
        $"{mount.Target} ← {(mount.Source.Length > 0 ? $"{mount.Type} {mount.Source}" : mount.Type)}{(mount.ReadOnly ? ", read-only" : "")}";
}

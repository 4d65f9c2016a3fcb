using System.Globalization;
using Rtm.Docker;

namespace Rtm.Console.Components.ContainerTabs;

/// <summary>Sizes, rates and limits in words.</summary>
internal static class SizeWords
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Bytes(double bytes)
    {
        var unit = 0;
        for (; Math.Abs(bytes) >= 1024 && unit < Units.Length - 1; unit++)
            bytes /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(bytes, unit == 0 || bytes >= 100 ? 0 : 1)} {Units[unit]}");
    }

    public static string Rate(double bytesPerSecond) => $"{Bytes(bytesPerSecond)}/s";

    public static string Percent(double percent) => string.Create(CultureInfo.InvariantCulture, $"{percent:0.0} %");

    public static string Cpus(ResourceLimits limits) => limits.Cpus switch
    {
        null => "no CPU limit",
        1 => "1 CPU",
        var cpus => string.Create(CultureInfo.InvariantCulture, $"{cpus:0.##} CPUs"),
    };

    public static string Memory(ResourceLimits limits) => limits.MemoryBytes is { } bytes ? $"{Bytes(bytes)} memory" : "no memory limit";

    public static string Pids(ResourceLimits limits) =>
        limits.Pids is { } pids ? string.Create(CultureInfo.InvariantCulture, $"{pids:N0} processes") : "no process limit";

    public static string Limits(ResourceLimits limits) => $"{Cpus(limits)}, {Memory(limits)}, {Pids(limits)}";

    public static string RestartPolicy(string name, int most) => name switch
    {
        "" or "no" => "never",
        "always" => "always",
        "unless-stopped" => "unless it was stopped",
        "on-failure" when most > 0 => string.Create(CultureInfo.InvariantCulture, $"after a failure, at most {most} times"),
        "on-failure" => "after a failure",
        _ => name,
    };
}

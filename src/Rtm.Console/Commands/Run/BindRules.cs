using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>
/// Which folders of the host may be mounted: only below a configured one, after every link on the way was followed. Never what rules the host.
/// </summary>
internal sealed class BindRules(CommandOptions options)
{
    private const int MostLinks = 40;

    private static readonly string[] Never = ["/etc", "/proc", "/sys", "/dev", "/boot", "/root", "/run", "/var/run", "/var/lib/docker", "/var/lib/containerd", "/bin", "/sbin", "/lib", "/lib64", "/usr"];

    /// <summary>The mount with the path it really has, or why it may not be mounted.</summary>
    public (BindMount Mount, string? Fault) Check(BindMount mount, Uri endpoint, string dataRoot)
    {
        if (options.BindPaths.Count == 0)
            return (mount, "no bind mount is allowed: Rtm:Commands:BindPaths names none");
        if (endpoint.Scheme != "unix")
            return (mount, "bind mounts are allowed on the console's own host only: links on another one can't be checked");
        var real = RealPath(mount.HostPath);
        if (real is null)
            return (mount, $"'{mount.HostPath}' does not exist, or can't be looked at");
        if (Forbidden(real, endpoint, dataRoot) is { } why)
            return (mount, $"'{mount.HostPath}' {why}");
        if (!options.BindPaths.Any(allowed => IsUnder(real, RealPath(allowed) ?? allowed)))
            return (mount, $"'{real}' is not below an allowed path: {string.Join(", ", options.BindPaths)}");
        return (mount with { HostPath = real }, null);
    }

    /// <summary>Why a path may never be mounted, allowed or not; null where it may.</summary>
    public static string? Forbidden(string path, Uri? endpoint = null, string dataRoot = "")
    {
        if (path == "/")
            return "is the whole host";
        if (Never.FirstOrDefault(never => IsUnder(path, never)) is { } under)
            return $"is below {under}, which rules the host";
        if (dataRoot.Length > 0 && (IsUnder(path, dataRoot) || IsUnder(dataRoot, path)))
            return "holds the engine's own data";
        return endpoint is { Scheme: "unix" } && IsUnder(endpoint.AbsolutePath, path) ? "holds the engine's socket" : null;
    }

    private static bool IsUnder(string path, string folder) => path == folder || path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    /// <summary>The path with every link followed, as the engine will follow them; null where it doesn't exist.</summary>
    internal static string? RealPath(string path)
    {
        var waiting = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = "/";
        var links = 0;
        while (waiting.TryPop(out var part))
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }

            var next = Path.Combine(real, part);
            var entry = new FileInfo(next);
            if (entry.LinkTarget is { } target)
            {
                if (++links > MostLinks)
                    return null;
                if (target.StartsWith('/'))
                    real = "/";
                foreach (var step in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                    waiting.Push(step);
                continue;
            }

            if (!Path.Exists(next))
                return null;
            real = next;
        }

        return real;
    }
}

using System.Globalization;
using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>A specification like a container that exists. Labels that the console sets itself, and mounts that are no bind mounts, stay behind.</summary>
public static class RunSpecCopy
{
    public static RunSpec Of(ContainerDetails container, OwnerScope scope)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(scope);
        return new()
        {
            Name = container.Name,
            Image = container.ImageRef,
            // The engine gives one that has none the beginning of its id; that says nothing of another.
            Hostname = container.Hostname.Length > 0 && container.Id.StartsWith(container.Hostname, StringComparison.Ordinal) ? "" : container.Hostname,
            Network = container.Networks.Count > 0 ? container.Networks[0].Name : "",
            Env = Env(container.Env),
            Cmd = container.Cmd,
            Labels = container.Labels.Where(l => l.Key != scope.OwnerLabel && l.Key != RunRules.ActorLabel).ToDictionary(StringComparer.Ordinal),
            BindMounts = [.. container.Mounts.Where(m => m.Type == "bind").Select(m => new BindMount(m.Source, m.Target, m.ReadOnly))],
            CpuQuota = container.Limits.Cpus ?? 0,
            Memory = container.Limits.MemoryBytes?.ToString(CultureInfo.InvariantCulture) ?? "",
            PidsLimit = (int)Math.Min(container.Limits.Pids ?? 0, int.MaxValue),
        };
    }

    private static Dictionary<string, string> Env(IReadOnlyList<string> lines)
    {
        var env = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            // One without a value is removed from the image's own by the engine: there is nothing to copy.
            if (equals > 0)
                env[line[..equals]] = line[(equals + 1)..];
        }

        return env;
    }
}

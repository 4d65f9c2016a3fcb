using System.Globalization;
using Rtm.Console.Masking;
using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>A specification like a container, and what of the container it can't say.</summary>
/// <param name="Spec">The specification.</param>
/// <param name="LeftBehind">What a new container would not have: <c>the restart policy 'always'</c>; empty where that is nothing.</param>
public sealed record RunCopy(RunSpec Spec, IReadOnlyList<string> LeftBehind);

/// <summary>
/// A specification like a container that exists. Labels that the console sets itself stay behind, and what the container has of its image:
/// another image has its own.
/// </summary>
public static class RunSpecCopy
{
    private const long Mebibyte = 1 << 20;

    /// <param name="container">The container.</param>
    /// <param name="image">The image that it runs; null where the engine has it no more.</param>
    /// <param name="scope">Which labels say whose it is.</param>
    public static RunCopy Of(ContainerDetails container, ImageDetails? image, OwnerScope scope)
    {
        ArgumentNullException.ThrowIfNull(container);
        ArgumentNullException.ThrowIfNull(scope);
        var spec = new RunSpec
        {
            Name = container.Name,
            Image = container.ImageRef,
            // The engine gives one that has none the beginning of its id; that says nothing of another.
            Hostname = container.Hostname.Length > 0 && container.Id.StartsWith(container.Hostname, StringComparison.Ordinal) ? "" : container.Hostname,
            Network = container.Networks.Count > 0 ? container.Networks[0].Name : "",
            Env = Env(container.Env.Except(image?.Env ?? [], StringComparer.Ordinal)),
            Cmd = image is not null && container.Cmd.SequenceEqual(image.Cmd, StringComparer.Ordinal) ? [] : container.Cmd,
            Labels = container.Labels.Where(l => IsItsOwn(l, image, scope)).ToDictionary(StringComparer.Ordinal),
            BindMounts = [.. container.Mounts.Where(m => m.Type == "bind").Select(m => new BindMount(m.Source, m.Target, m.ReadOnly))],
            CpuQuota = container.Limits.Cpus ?? 0,
            Memory = container.Limits.MemoryBytes is { } bytes ? Size(bytes) : "",
            PidsLimit = (int)Math.Min(container.Limits.Pids ?? 0, int.MaxValue),
        };
        return new(spec, [.. LeftBehind(container)]);
    }

    private static string Size(long bytes) => bytes % Mebibyte == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebibyte}m")
        : bytes.ToString(CultureInfo.InvariantCulture);

    private static bool IsItsOwn(KeyValuePair<string, string> label, ImageDetails? image, OwnerScope scope) =>
        label.Key != scope.OwnerLabel && label.Key != RunRules.ActorLabel && !(image?.Labels.TryGetValue(label.Key, out var value) == true && value == label.Value);

    private static Dictionary<string, string> Env(IEnumerable<string> lines)
    {
        var env = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            // One without a value is removed from the image's own by the engine: there is nothing to copy.
            if (line.IndexOf('=', StringComparison.Ordinal) > 0)
                env[EnvText.NameOf(line)] = EnvText.ValueOf(line);
        }

        return env;
    }

    private static IEnumerable<string> LeftBehind(ContainerDetails container)
    {
        if (container.RestartPolicy is not ("" or "no"))
            yield return $"the restart policy '{container.RestartPolicy}'";
        foreach (var port in container.Ports.Where(p => p.HostPort.Length > 0))
            yield return $"the host's port {port.HostPort} for {port.Port}";
        foreach (var mount in container.Mounts.Where(m => m.Type != "bind"))
            yield return mount.Source.Length > 0 ? $"the {mount.Type} '{mount.Source}' at {mount.Target}" : $"the {mount.Type} at {mount.Target}";
        foreach (var network in container.Networks.Skip(1))
            yield return $"the network '{network.Name}'";
        foreach (var setting in HostSettings.NamesOf(container))
            yield return $"the setting {setting}";
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Rtm.Docker;

/// <summary>What a <see cref="RunSpec"/> must be before it is sent. Every fault is reported at once.</summary>
internal static class RunSpecRules
{
    // NanoCPUs is a 64-bit number.
    private const double MostCpus = long.MaxValue / 1e9;
    private const int LongestHostname = 63;
    private const string NameForm = "must be a letter or digit, then letters, digits, '_', '.' or '-'";

    public static IReadOnlyList<RunSpecFault> FaultsOf(RunSpec spec)
    {
        var faults = new List<RunSpecFault>();
        CheckNames(spec, faults);
        CheckLimits(spec, faults);
        CheckEnv(spec.Env, faults);
        CheckLabels(spec.Labels, faults);
        CheckCmd(spec.Cmd, faults);
        CheckBindMounts(spec.BindMounts, faults);
        return faults.AsReadOnly();
    }

    private static void CheckNames(RunSpec spec, List<RunSpecFault> faults)
    {
        if (!EngineNames.IsContainerName(spec.Name))
            faults.Add(new(nameof(spec.Name), $"{NameForm}, at least two of them"));
        if (ImageReference.TryParse(spec.Image) is null)
            faults.Add(new(nameof(spec.Image), "must be an image reference such as registry.example:5000/game/engine:1.4"));
        if (!IsHostname(spec.Hostname))
            faults.Add(new(nameof(spec.Hostname), $"must be letters, digits, '-' and '_', {LongestHostname} at most, beginning and ending with a letter or digit; several such parts may have dots between"));
        else if (Uri.CheckHostName(spec.Hostname) == UriHostNameType.IPv4)
            faults.Add(new(nameof(spec.Hostname), $"'{spec.Hostname}' would be read as an IPv4 address; begin it with a letter, such as game-{spec.Hostname}"));
        if (IsPredefinedNetwork(spec.Network))
            faults.Add(new(nameof(spec.Network), $"'{HarmlessText.Of(spec.Network)}' is the engine's own; it must be a user-defined network"));
        else if (!EngineNames.IsName(spec.Network))
            faults.Add(new(nameof(spec.Network), NameForm));
    }

    // The engine gives these names a meaning of their own: the host's network, another container's, or one without host names.
    private static bool IsPredefinedNetwork([NotNullWhen(true)] string? network) =>
        network is "host" or "none" or "bridge" or "default" || network?.StartsWith("container:", StringComparison.Ordinal) == true;

    private static bool IsHostname(string? text) =>
        text is { Length: > 0 and <= LongestHostname }
        && text.Split('.').All(part => part.Length > 0
            && char.IsAsciiLetterOrDigit(part[0])
            && char.IsAsciiLetterOrDigit(part[^1])
            && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    private static void CheckLimits(RunSpec spec, List<RunSpecFault> faults)
    {
        if (!(spec.CpuQuota >= 1e-9 && spec.CpuQuota < MostCpus))
            faults.Add(new(nameof(spec.CpuQuota), $"must be a number of CPUs above 0, such as 1.5, not {spec.CpuQuota.ToString(CultureInfo.InvariantCulture)}"));
        if (!MemorySize.TryParse(spec.Memory, out var bytes))
            faults.Add(new(nameof(spec.Memory), $"'{spec.Memory}' is not a size; write it as 512m, 1g or 1.5GiB"));
        else if (bytes <= 0)
            faults.Add(new(nameof(spec.Memory), $"'{spec.Memory}' would be no limit at all; write it as 512m, 1g or 1.5GiB"));
        if (spec.PidsLimit <= 0)
            faults.Add(new(nameof(spec.PidsLimit), $"must be above 0, not {spec.PidsLimit.ToString(CultureInfo.InvariantCulture)}"));
    }

    private static void CheckEnv(IReadOnlyDictionary<string, string>? env, List<RunSpecFault> faults)
    {
        if (env is null)
        {
            faults.Add(new(nameof(RunSpec.Env), "must not be null"));
            return;
        }
        foreach (var (key, value) in env)
        {
            // "PASSWORD=hunter2" given as a name is a name and a secret.
            var field = $"{nameof(RunSpec.Env)}[{key.Split('=')[0]}]";
            if (key.Length == 0 || key.AsSpan().ContainsAny('=', '\0'))
                faults.Add(new(field, "a variable's name must not be empty or hold '=' or a zero character"));
            if (value is null || value.Contains('\0', StringComparison.Ordinal))
                faults.Add(new(field, "a variable's value must not be null or hold a zero character"));
        }
    }

    private static void CheckLabels(IReadOnlyDictionary<string, string>? labels, List<RunSpecFault> faults)
    {
        if (labels is null)
        {
            faults.Add(new(nameof(RunSpec.Labels), "must not be null"));
            return;
        }
        foreach (var (key, value) in labels)
        {
            if (string.IsNullOrWhiteSpace(key) || key.Contains('=', StringComparison.Ordinal))
                faults.Add(new($"{nameof(RunSpec.Labels)}[{key}]", "a label's key must not be blank or hold '='"));
            if (value is null)
                faults.Add(new($"{nameof(RunSpec.Labels)}[{key}]", "a label's value must not be null"));
        }
    }

    private static void CheckCmd(IReadOnlyList<string>? cmd, List<RunSpecFault> faults)
    {
        if (cmd is null || cmd.Any(part => part is null))
            faults.Add(new(nameof(RunSpec.Cmd), "must not be null or hold a null"));
    }

    private static void CheckBindMounts(IReadOnlyList<BindMount>? mounts, List<RunSpecFault> faults)
    {
        if (mounts is null)
        {
            faults.Add(new(nameof(RunSpec.BindMounts), "must not be null"));
            return;
        }
        for (var i = 0; i < mounts.Count; i++)
        {
            var field = $"{nameof(RunSpec.BindMounts)}[{i}]";
            if (mounts[i] is not { } mount)
            {
                faults.Add(new(field, "must not be null"));
                continue;
            }
            CheckPath(mount.HostPath, $"{field}.{nameof(mount.HostPath)}", faults);
            CheckPath(mount.MountPath, $"{field}.{nameof(mount.MountPath)}", faults);
        }
    }

    // The engine reads "host:container[:ro]", so a colon in a path would change what is mounted where and how.
    private static void CheckPath(string? path, string field, List<RunSpecFault> faults)
    {
        if (path is null || !path.StartsWith('/'))
            faults.Add(new(field, $"'{path}' must be an absolute path"));
        else if (path.AsSpan().ContainsAny(':', '\0'))
            faults.Add(new(field, $"'{path}' must not hold ':' or a zero character"));
        else if (path.Split('/').Any(part => part is "." or "..") || path.Contains("//", StringComparison.Ordinal))
            faults.Add(new(field, $"'{path}' must be written without '.', '..' and '//'"));
    }
}

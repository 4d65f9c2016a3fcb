using System.Globalization;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>A specification as it is being typed: every field as text, so that what is no number yet is not lost.</summary>
public sealed class RunDraft
{
    public string Engine { get; set; } = "";

    public string Reason { get; set; } = "";

    public string Name { get; set; } = "";

    public string Image { get; set; } = "";

    public string Hostname { get; set; } = "";

    public string Network { get; set; } = "";

    /// <summary>One KEY=value a line.</summary>
    public string Env { get; set; } = "";

    /// <summary>One argument a line.</summary>
    public string Cmd { get; set; } = "";

    /// <summary>One key=value a line.</summary>
    public string Labels { get; set; } = "";

    public IList<MountDraft> Mounts { get; } = [];

    public string Cpus { get; set; } = "1";

    public string Memory { get; set; } = "512m";

    public string Pids { get; set; } = "256";

    /// <summary>The specification, and what is not even one, each with its field.</summary>
    public (RunSpec Spec, IReadOnlyList<RunSpecFault> Faults) Read()
    {
        var faults = new List<RunSpecFault>();
        if (!double.TryParse(Cpus, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cpus))
            faults.Add(new(nameof(RunSpec.CpuQuota), "must be a number of CPUs above 0, such as 1.5"));
        if (!int.TryParse(Pids, NumberStyles.None, CultureInfo.InvariantCulture, out var pids))
            faults.Add(new(nameof(RunSpec.PidsLimit), "must be a whole number above 0"));
        var spec = new RunSpec
        {
            Name = Name.Trim(),
            Image = Image.Trim(),
            Hostname = Hostname.Trim(),
            Network = Network.Trim(),
            Env = Pairs(Env, nameof(RunSpec.Env), faults),
            Labels = Pairs(Labels, nameof(RunSpec.Labels), faults),
            Cmd = [.. Lines(Cmd)],
            BindMounts = [.. Mounts.Select(m => new BindMount(m.HostPath.Trim(), m.MountPath.Trim(), m.ReadOnly))],
            CpuQuota = cpus,
            Memory = Memory.Trim(),
            PidsLimit = pids,
        };
        return (spec, faults);
    }

    public void Fill(RunSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        (Name, Image, Hostname, Network) = (spec.Name, spec.Image, spec.Hostname, spec.Network);
        Env = string.Join('\n', spec.Env.Select(pair => $"{pair.Key}={pair.Value}"));
        Labels = string.Join('\n', spec.Labels.Select(pair => $"{pair.Key}={pair.Value}"));
        Cmd = string.Join('\n', spec.Cmd);
        Mounts.Clear();
        foreach (var mount in spec.BindMounts)
            Mounts.Add(new() { HostPath = mount.HostPath, MountPath = mount.MountPath, ReadOnly = mount.ReadOnly });
        Cpus = spec.CpuQuota.ToString(CultureInfo.InvariantCulture);
        Memory = spec.Memory;
        Pids = spec.PidsLimit.ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0);

    private static Dictionary<string, string> Pairs(string text, string field, List<RunSpecFault> faults)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Lines(text))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            // What stands before the sign is a name; what has no sign may be a secret, and is not repeated.
            if (equals <= 0)
                faults.Add(new(field, "each line must be a name, '=' and a value"));
            else if (!pairs.TryAdd(line[..equals], line[(equals + 1)..]))
                faults.Add(new($"{field}[{line[..equals]}]", "is there twice"));
        }

        return pairs;
    }
}

/// <summary>One mount as it is being typed. What is not said is not writable.</summary>
public sealed class MountDraft
{
    public string HostPath { get; set; } = "";

    public string MountPath { get; set; } = "";

    public bool ReadOnly { get; set; } = true;
}

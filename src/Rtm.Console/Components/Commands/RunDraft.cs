using System.Globalization;
using Rtm.Console.Commands;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>A specification as it is being typed: every field as text, so that what is no number yet is not lost.</summary>
public sealed partial class RunDraft
{
    private const string QuoteForm = "begins with a quotation mark, so it must be a JSON text: \"…\"";

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

    public string Cpus { get; set; } = DefaultCpus;

    public string Memory { get; set; } = DefaultMemory;

    public string Pids { get; set; } = DefaultPids;

    /// <summary>The specification, and what is not even one, each with its field.</summary>
    public (RunSpec Spec, IReadOnlyList<RunSpecFault> Faults) Read()
    {
        var faults = new List<RunSpecFault>();
        if (!RunNumbers.TryCpus(Cpus, out var cpus))
            faults.Add(new(nameof(RunSpec.CpuQuota), RunNumbers.CpusForm));
        if (!RunNumbers.TryPids(Pids, out var pids))
            faults.Add(new(nameof(RunSpec.PidsLimit), RunNumbers.PidsForm));
        var spec = new RunSpec
        {
            Name = Name.Trim(),
            Image = Image.Trim(),
            Hostname = Hostname.Trim(),
            Network = Network.Trim(),
            Env = Pairs(Env, nameof(RunSpec.Env), faults),
            Labels = Pairs(Labels, nameof(RunSpec.Labels), faults),
            Cmd = Arguments(Cmd, faults),
            BindMounts = [.. Mounts.Select(m => new BindMount(m.HostPath.Trim(), m.MountPath.Trim(), m.ReadOnly))],
            CpuQuota = cpus,
            Memory = Memory.Trim(),
            PidsLimit = pids,
        };
        return (spec, faults);
    }

    /// <param name="spec">What to fill in.</param>
    /// <param name="said">The fields that it speaks of; null where those with a value are meant. The others stay open for what an image proposes.</param>
    public void Fill(RunSpec spec, IReadOnlySet<string>? said = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Forget();
        (Name, Image) = (spec.Name, spec.Image);
        Env = Lines(spec.Env);
        Labels = Lines(spec.Labels);
        Mounts.Clear();
        foreach (var mount in spec.BindMounts)
            Mounts.Add(new() { HostPath = mount.HostPath, MountPath = mount.MountPath, ReadOnly = mount.ReadOnly });
        foreach (var field in Open)
        {
            var text = field.Of(spec);
            var isSaid = said?.Contains(field.Name) ?? text is not ("" or "0");
            field.Set(this, isSaid ? text : field.Blank(this));
            if (isSaid)
                Touch(field.Name);
        }
    }

    private static string Lines(IReadOnlyDictionary<string, string> pairs) => string.Join('\n', pairs.Select(pair => $"{pair.Key}={LineText.Write(pair.Value)}"));

    private static List<string> Arguments(string text, List<RunSpecFault> faults)
    {
        var arguments = new List<string>();
        foreach (var line in LineText.Lines(text))
        {
            if (LineText.Read(line) is { } argument)
                arguments.Add(argument);
            else
                faults.Add(new(nameof(RunSpec.Cmd), string.Create(CultureInfo.InvariantCulture, $"argument {arguments.Count + 1} {QuoteForm}")));
        }

        return arguments;
    }

    private static Dictionary<string, string> Pairs(string text, string field, List<RunSpecFault> faults)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in LineText.Lines(text))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            // What stands before the sign is a name; what has no sign may be a secret, and is not repeated.
            if (equals <= 0)
                faults.Add(new(field, "each line must be a name, '=' and a value"));
            else if (LineText.Read(line[(equals + 1)..]) is not { } value)
                faults.Add(new($"{field}[{line[..equals]}]", QuoteForm));
            else if (!pairs.TryAdd(line[..equals], value))
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

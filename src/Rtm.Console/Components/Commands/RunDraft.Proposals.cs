using System.Globalization;
using Rtm.Console.Commands;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>What fills the fields that no person has touched.</summary>
public sealed partial class RunDraft
{
    private const string DefaultCpus = "1";
    private const string DefaultMemory = "512m";
    private const string DefaultPids = "256";

    private static readonly OpenField[] Open =
    [
        new(nameof(RunSpec.Hostname), d => d.Hostname, (d, text) => d.Hostname = text, s => s.Hostname, d => d.Name.Trim()),
        new(nameof(RunSpec.Network), d => d.Network, (d, text) => d.Network = text, s => s.Network, _ => ""),
        new(nameof(RunSpec.CpuQuota), d => d.Cpus, (d, text) => d.Cpus = text, s => s.CpuQuota.ToString(CultureInfo.InvariantCulture), _ => DefaultCpus),
        new(nameof(RunSpec.Memory), d => d.Memory, (d, text) => d.Memory = text, s => s.Memory, _ => DefaultMemory),
        new(nameof(RunSpec.PidsLimit), d => d.Pids, (d, text) => d.Pids = text, s => s.PidsLimit.ToString(CultureInfo.InvariantCulture), _ => DefaultPids),
        new(nameof(RunSpec.Cmd), d => d.Cmd, (d, text) => d.Cmd = text, s => string.Join('\n', s.Cmd.Select(LineText.WriteItem)), _ => ""),
    ];

    /// <summary>The limits that every container has here, and what they are called.</summary>
    public static IReadOnlyList<(string Field, string Name)> Limits { get; } =
        [(nameof(RunSpec.CpuQuota), "CPUs"), (nameof(RunSpec.Memory), "memory"), (nameof(RunSpec.PidsLimit), "processes")];

    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    /// <summary>Fields that must have a value and have none.</summary>
    public IReadOnlyCollection<string> Unfilled =>
    [
        .. new (string Name, string Text)[] { (nameof(RunSpec.Name), Name), (nameof(RunSpec.Image), Image), (nameof(RunSpec.Hostname), Hostname), (nameof(RunSpec.Network), Network) }
            .Where(needed => needed.Text.Length == 0).Select(needed => needed.Name),
    ];

    /// <summary>A person gave this field its value, by a field's name in <see cref="RunSpec"/>: nothing else will.</summary>
    public void Touch(string field)
    {
        _touched.Add(field);
        _sources.Remove(field);
    }

    public bool IsTouched(string field) => _touched.Contains(field);

    /// <summary>Where the value of a field comes from, in words; empty where a person gave it.</summary>
    public string SourceOf(string field) => _sources.GetValueOrDefault(field, "");

    /// <summary>Fills every field that no person has touched: with what the image proposes, or as it was from the start.</summary>
    /// <returns>Whether any value is another one now.</returns>
    public bool Take(ImageProposal? proposal)
    {
        var changed = false;
        foreach (var field in Open.Where(f => !_touched.Contains(f.Name)))
        {
            var source = proposal?.Sources.GetValueOrDefault(field.Name, "") ?? "";
            var text = source.Length > 0 ? field.Of(proposal!.Values) : field.Blank(this);
            changed |= text != field.Get(this);
            field.Set(this, text);
            if (source.Length == 0 && field.Name == nameof(RunSpec.Hostname) && text.Length > 0)
                source = "The same as the name.";
            _sources[field.Name] = source;
        }

        return changed;
    }

    private void Forget()
    {
        _touched.Clear();
        _sources.Clear();
    }

    private sealed record OpenField(string Name, Func<RunDraft, string> Get, Action<RunDraft, string> Set, Func<RunSpec, string> Of, Func<RunDraft, string> Blank);
}

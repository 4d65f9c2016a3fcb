using Rtm.Console.Masking;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>
/// Reads what an image proposes from its configuration and its labels <c>com.galaxy.run.…</c>. Labels are anybody's text: each value passes the rule
/// of its field or becomes a note. There is none for names, folders, labels or variables: what rules the host is no image's to say.
/// </summary>
internal sealed class ImageProposals(RunRules rules)
{
    public const string Prefix = "com.galaxy.run.";

    private const int LongestValue = 200;
    private const int LongestCommand = 4_000;
    private const int MostNames = 100;
    private const int MostUnknown = 5;

    private static readonly (string Label, string Field, Func<string, RunSpec?> Read)[] Vocabulary =
    [
        (Prefix + "cpus", nameof(RunSpec.CpuQuota), text => RunNumbers.TryCpus(text, out var cpus) ? new() { CpuQuota = cpus } : null),
        (Prefix + "memory", nameof(RunSpec.Memory), text => new() { Memory = text }),
        (Prefix + "pids", nameof(RunSpec.PidsLimit), text => RunNumbers.TryPids(text, out var pids) ? new() { PidsLimit = pids } : null),
        (Prefix + "network", nameof(RunSpec.Network), text => new() { Network = text }),
        (Prefix + "hostname", nameof(RunSpec.Hostname), text => new() { Hostname = text }),
    ];

    public async Task<ImageProposal> OfAsync(IDockerEngine engine, ImageDetails image, EngineInfo host, Actor actor, CancellationToken ct)
    {
        var (values, sources, notes) = (new RunSpec(), new Dictionary<string, string>(StringComparer.Ordinal), new List<RunSpecFault>());
        foreach (var (label, field, read) in Vocabulary)
        {
            if (!image.Labels.TryGetValue(label, out var text))
                continue;
            var value = text.Length > LongestValue ? null : read(text.Trim());
            if (await FaultOfAsync(engine, field, value, text, host, actor, ct) is { } fault)
            {
                notes.Add(new(field, $"The image's label {label} is not used: {fault}."));
                continue;
            }

            values = Put(values, field, value!);
            sources[field] = $"From the image's label {label}.";
        }

        notes.AddRange(image.Labels.Keys
            .Where(key => key.StartsWith(Prefix, StringComparison.Ordinal) && Vocabulary.All(known => known.Label != key))
            .Order(StringComparer.Ordinal).Take(MostUnknown)
            .Select(key => new RunSpecFault(nameof(RunSpec.Image), $"The image's label {key} means nothing here, and is not used.")));
        if (image.Cmd.Count > 0)
            values = WithCommand(values, image, sources, notes);
        return new() { Image = image.Ref, Values = values, Sources = sources, Notes = notes, EnvNames = [.. image.Env.Select(EnvText.NameOf).Take(MostNames)] };
    }

    private async Task<string?> FaultOfAsync(IDockerEngine engine, string field, RunSpec? value, string text, EngineInfo host, Actor actor, CancellationToken ct)
    {
        if (text.Length > LongestValue)
            return $"it is longer than {LongestValue} characters";
        if (value is null)
            return field == nameof(RunSpec.CpuQuota) ? RunNumbers.CpusForm : RunNumbers.PidsForm;
        if (rules.Check(value, actor, engine.Endpoint, host).Faults.FirstOrDefault(f => f.Field == field) is { } fault)
            return fault.Message;
        return field == nameof(RunSpec.Network) ? await RunPreflight.NetworkFaultAsync(engine, value.Network, ct) : null;
    }

    private static RunSpec Put(RunSpec values, string field, RunSpec value) => field switch
    {
        nameof(RunSpec.CpuQuota) => values with { CpuQuota = value.CpuQuota },
        nameof(RunSpec.Memory) => values with { Memory = value.Memory },
        nameof(RunSpec.PidsLimit) => values with { PidsLimit = value.PidsLimit },
        nameof(RunSpec.Network) => values with { Network = value.Network },
        _ => values with { Hostname = value.Hostname },
    };

    private static RunSpec WithCommand(RunSpec values, ImageDetails image, Dictionary<string, string> sources, List<RunSpecFault> notes)
    {
        if (image.Cmd.Sum(part => part.Length) > LongestCommand)
        {
            notes.Add(new(nameof(RunSpec.Cmd), "The image's own command is too long to show; left empty, it runs."));
            return values;
        }

        if (!SecretMask.Of(image.Env).Arguments(image.Cmd).SequenceEqual(image.Cmd))
        {
            notes.Add(new(nameof(RunSpec.Cmd), "The image's own command is not shown: there seems to be a secret in it. Left empty, it runs."));
            return values;
        }

        sources[nameof(RunSpec.Cmd)] = "From the image's configuration.";
        return values with { Cmd = image.Cmd };
    }
}

using System.Text.Json;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>A specification as text that people paste. What it can't say is named and refused, never left out in silence. Every fault at once.</summary>
public static class RunSpecJson
{
    public const int Longest = 256 * 1024;

    private const int MostFaults = 100;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16 };

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What the text says, as far as it can be read, and every fault; nothing may be run while there is one.</summary>
    public static (RunSpec Spec, IReadOnlyList<RunSpecFault> Faults) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Longest)
            return (new(), [new("", $"is longer than {Longest / 1024} KiB")]);
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : (new(), [new("", "must be a JSON object: { \"Name\": … }")]);
        }
        catch (JsonException error)
        {
            return (new(), [new("", $"is not JSON: line {(error.LineNumber ?? 0) + 1}, column {(error.BytePositionInLine ?? 0) + 1}")]);
        }
    }

    /// <summary>The same as text, every value included.</summary>
    public static string Write(RunSpec spec) => JsonSerializer.Serialize(spec, Readable);

    private static (RunSpec Spec, IReadOnlyList<RunSpecFault> Faults) Read(JsonElement root)
    {
        var read = new RunSpecFields();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var spec = new RunSpec();
        foreach (var field in root.EnumerateObject())
        {
            if (!seen.Add(field.Name))
                read.Fault(field.Name, "is there twice");
            spec = field.Name switch
            {
                nameof(RunSpec.Name) => spec with { Name = read.Text(field) },
                nameof(RunSpec.Image) => spec with { Image = read.Text(field) },
                nameof(RunSpec.Hostname) => spec with { Hostname = read.Text(field) },
                nameof(RunSpec.Network) => spec with { Network = read.Text(field) },
                nameof(RunSpec.Env) => spec with { Env = read.Map(field) },
                nameof(RunSpec.Labels) => spec with { Labels = read.Map(field) },
                nameof(RunSpec.Cmd) => spec with { Cmd = read.List(field) },
                nameof(RunSpec.BindMounts) => spec with { BindMounts = read.Mounts(field) },
                nameof(RunSpec.CpuQuota) => spec with { CpuQuota = read.Number(field) },
                nameof(RunSpec.Memory) => spec with { Memory = read.Text(field) },
                nameof(RunSpec.PidsLimit) => spec with { PidsLimit = read.Whole(field) },
                _ => Refused(field),
            };
        }

        return (spec, [.. read.Faults.Take(MostFaults)]);

        RunSpec Refused(JsonProperty field)
        {
            read.Unknown(field.Name, field.Value);
            return spec;
        }
    }
}

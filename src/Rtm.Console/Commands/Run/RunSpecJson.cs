using System.Text.Json;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>What a text says.</summary>
/// <param name="Spec">As far as it could be read.</param>
/// <param name="Faults">Every fault; nothing may be run while there is one.</param>
public sealed record RunSpecReading(RunSpec Spec, IReadOnlyList<RunSpecFault> Faults)
{
    /// <summary>The fields that it speaks of.</summary>
    public IReadOnlySet<string> Said { get; init; } = new HashSet<string>();
}

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

    public static RunSpecReading Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Longest)
            return new(new(), [new("", $"is longer than {Longest / 1024} KiB")]);
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : new(new(), [new("", "must be a JSON object: { \"Name\": … }")]);
        }
        catch (JsonException error)
        {
            return new(new(), [new("", $"is not JSON: line {(error.LineNumber ?? 0) + 1}, column {(error.BytePositionInLine ?? 0) + 1}")]);
        }
    }

    /// <summary>The same as text, every value included.</summary>
    public static string Write(RunSpec spec) => JsonSerializer.Serialize(spec, Readable);

    private static RunSpecReading Read(JsonElement root)
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

        return new(spec, [.. read.Faults.Take(MostFaults)]) { Said = seen };

        RunSpec Refused(JsonProperty field)
        {
            read.Unknown(field.Name, field.Value);
            return spec;
        }
    }
}

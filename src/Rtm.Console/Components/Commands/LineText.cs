using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Rtm.Console.Components.Commands;

/// <summary>
/// A text on one line of a field. One that would not come back as it was (it is empty, has a line break, or begins with a quotation mark) is
/// written as JSON, in quotation marks.
/// </summary>
internal static class LineText
{
    private static readonly SearchValues<char> Breaks = SearchValues.Create("\r\n\f\u0085\u2028\u2029");

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(string text) =>
        text.StartsWith('"') || text.AsSpan().ContainsAny(Breaks) ? JsonSerializer.Serialize(text, Readable) : text;

    /// <summary>The text; null where it begins with a quotation mark and is no JSON.</summary>
    public static string? Read(string line)
    {
        if (!line.StartsWith('"'))
            return line;
        try
        {
            return JsonSerializer.Deserialize<string>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The lines of a field, without the empty ones.</summary>
    public static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Length > 0);

    /// <summary>An item of a list, which an empty line could not be.</summary>
    public static string WriteItem(string text) => text.Length == 0 ? "\"\"" : Write(text);
}

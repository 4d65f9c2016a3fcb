using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Rtm.Docker;

/// <summary>
/// JSON whose texts can all be read. <see cref="JsonElement.GetString"/> throws on bytes that are no UTF-8 and on half a surrogate pair;
/// both are replaced by U+FFFD here, once, so that nothing further down has to expect them.
/// </summary>
internal static partial class JsonText
{
    private static readonly SearchValues<string> SurrogateEscapes = SearchValues.Create(["\\ud"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one whole value.</summary>
    /// <exception cref="JsonException">The bytes are not one JSON value.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8) && utf8.IndexOf("\\ud"u8) < 0 && utf8.IndexOf("\\uD"u8) < 0)
            return ParseClean(utf8);
        var text = Encoding.UTF8.GetString(utf8);
        if (text.AsSpan().ContainsAny(SurrogateEscapes))
            text = Escapes().Replace(text, static match => match.Groups["half"].Success ? "\\ufffd" : match.Value);
        return ParseClean(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A member of an object; undefined where the element is no object or has no such member.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A text member; null where it is absent, null or no text.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind == JsonValueKind.String ? member.GetString() : null;
    }

    /// <summary>A whole number of 64 bits with sign; 0 where it is absent or something else.</summary>
    public static long Int64(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out var value) ? value : 0;
    }

    /// <summary>A whole number of 64 bits without sign; 0 where it is absent or something else.</summary>
    public static ulong UInt64(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind == JsonValueKind.Number && member.TryGetUInt64(out var value) ? value : 0;
    }

    private static JsonElement ParseClean(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        return JsonElement.ParseValue(ref reader);
    }

    // Every escape is matched, so that the u of an escaped backslash (\\ud800) is not taken for one.
    [GeneratedRegex("""\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?<half>\\u[dD][89a-fA-F]..)|\\.""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Escapes();
}

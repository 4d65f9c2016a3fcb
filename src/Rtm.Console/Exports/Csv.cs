using System.Buffers;
using System.Globalization;
using System.Text;
using Rtm.Console.Components.Common;

namespace Rtm.Console.Exports;

/// <summary>
/// Lines of CSV (RFC 4180). A spreadsheet takes a text that begins with one of = + - @ for a formula: such texts get an apostrophe
/// in front. Control characters are shown as signs, so that a terminal that prints the file stays as it is.
/// </summary>
internal static class Csv
{
    private const int LongestText = 4000;

    // Some spreadsheets take the wide forms for the same.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public static string Line(params ReadOnlySpan<string?> cells)
    {
        var line = new StringBuilder();
        foreach (var cell in cells)
            Quote(line, cell).Append(',');
        return line.Remove(line.Length - 1, 1).Append("\r\n").ToString();
    }

    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var safe = SafeText.Of(text, LongestText);
        return Formula.Contains(text[0]) ? "'" + safe : safe;
    }

    public static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture) ?? "";

    public static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static StringBuilder Quote(StringBuilder line, string? cell) => cell.AsSpan().ContainsAny(Quoted)
        ? line.Append('"').Append(cell!.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
        : line.Append(cell);
}

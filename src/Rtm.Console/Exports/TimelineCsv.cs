using System.Buffers;
using System.Globalization;
using System.Text;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Exports;

/// <summary>
/// Rows of the timeline as CSV (RFC 4180). A spreadsheet takes a text that begins with one of = + - @ for a formula: such texts get an apostrophe
/// in front. Control characters are shown as signs, so that a terminal that prints the file stays as it is.
/// </summary>
internal static class TimelineCsv
{
    public const string Header =
        "at,engine,kind,container_id,name,image,owner,action,detail,exit_code,gap_from,gap_to,gap_cause,gap_changes,before,after,sequence,gap_sequence\r\n";

    private const int LongestText = 4000;

    // Some spreadsheets take the wide forms for the same.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public static string Line(TimelineRow row)
    {
        var line = new StringBuilder();
        string?[] cells =
        [
            Time(row.At), Text(row.Engine), row.Kind, Text(row.ContainerId), Text(row.Name), Text(row.Image), Text(row.Owner), Text(row.Action),
            Text(row.Detail), Number(row.ExitCode), Time(row.From), Time(row.To), row.Cause?.ToString(), Number(row.Changes), Text(row.Before),
            Text(row.After), Number(row.Sequence), Number(row.Gap),
        ];
        foreach (var cell in cells)
            Quote(line, cell).Append(',');
        return line.Remove(line.Length - 1, 1).Append("\r\n").ToString();
    }

    private static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var safe = SafeText.Of(text, LongestText);
        return Formula.Contains(text[0]) ? "'" + safe : safe;
    }

    private static StringBuilder Quote(StringBuilder line, string? cell) => cell.AsSpan().ContainsAny(Quoted)
        ? line.Append('"').Append(cell!.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"')
        : line.Append(cell);

    private static string Time(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture) ?? "";

    private static string Number(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}

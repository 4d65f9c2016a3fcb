using Rtm.Console.Relay;

namespace Rtm.Console.Exports;

/// <summary>Rows of the timeline as CSV.</summary>
internal static class TimelineCsv
{
    public const string Header =
        "at,engine,kind,container_id,name,image,owner,action,detail,exit_code,gap_from,gap_to,gap_cause,gap_changes,before,after,sequence,gap_sequence\r\n";

    public static string Line(TimelineRow row)
    {
        return Csv.Line(
            Csv.Time(row.At), Csv.Text(row.Engine), row.Kind, Csv.Text(row.ContainerId), Csv.Text(row.Name), Csv.Text(row.Image), Csv.Text(row.Owner), Csv.Text(row.Action),
            Csv.Text(row.Detail), Csv.Number(row.ExitCode), Csv.Time(row.From), Csv.Time(row.To), row.Cause?.ToString(), Csv.Number(row.Changes), Csv.Text(row.Before),
            Csv.Text(row.After), Csv.Number(row.Sequence), Csv.Number(row.Gap));
    }
}

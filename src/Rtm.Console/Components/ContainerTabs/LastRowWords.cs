using System.Globalization;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.ContainerTabs;

/// <summary>A row of the timeline in one short line.</summary>
internal static class LastRowWords
{
    public static string Of(TimelineEntry row) => row switch
    {
        TimelineEvent { ExitCode: { } code } died => string.Create(CultureInfo.InvariantCulture, $"{Verb(died.Action)}, exit {code}"),
        TimelineEvent { Detail.Length: > 0 } detailed => $"{Verb(detailed.Action)}: {detailed.Detail}",
        TimelineEvent plain => Verb(plain.Action),
        TimelineGap => "Events may be missing here",
        TimelineDifference d => $"Found otherwise after missing events: {d.Difference.Before} → {d.Difference.After}",
        _ => "",
    };

    private static string Verb(string action) => action switch
    {
        "create" => "Created",
        "start" => "Started",
        "restart" => "Restarted",
        "stop" => "Stopped",
        "kill" => "Signal sent",
        "die" => "Ended",
        "oom" => "Out of memory",
        "pause" => "Paused",
        "unpause" => "Resumed",
        "destroy" => "Removed",
        "rename" => "Renamed",
        "health_status" => "Health",
        _ => action,
    };
}

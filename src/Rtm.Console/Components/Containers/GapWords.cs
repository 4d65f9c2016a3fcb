using System.Globalization;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Containers;

/// <summary>A gap in an operator's words.</summary>
internal static class GapWords
{
    public static string Title(TimelineGap gap, bool nameEngine)
    {
        var where = nameEngine ? $" on {SafeText.Of(gap.Engine, 60)}" : "";
        // One that may still grow must not be read out at each step.
        var span = gap.Changes is null ? $"since {TimeWords.Clock(gap.From)}" : $"between {Clock(gap.From)} and {TimeWords.Clock(gap.To)}";
        return $"Events {span}{where} were lost ({Cause(gap.Cause)}): {Changes(gap)}.";
    }

    public static string Difference(ContainerDifference difference) => $"{SafeText.Of(difference.Name, 80)}: {Change(difference)}";

    /// <summary>The difference without the name.</summary>
    public static string Change(ContainerDifference difference) => (difference.Before, difference.After) switch
    {
        ("", var after) => $"new, {SafeText.Of(after, 160)}",
        (var before, "") => $"gone, was {SafeText.Of(before, 160)}",
        var (before, after) => $"{SafeText.Of(before, 160)} → {SafeText.Of(after, 160)}",
    };

    public static string Cause(GapCause cause) => cause switch
    {
        GapCause.EngineRestarted => "engine restarted",
        GapCause.RingOverflowed => "more happened than the engine remembers",
        GapCause.ClockStepped => "the engine's clock was set back",
        GapCause.ConsoleDown => "the console was down, and more happened than the engine remembers",
        GapCause.HistoryDown => "the history could not be written",
        _ => "cause unknown",
    };

    public static string Changes(TimelineGap gap) => gap.Changes switch
    {
        null => "what changed meanwhile is not known yet",
        0 => "no container changed meanwhile",
        1 => "1 container changed meanwhile",
        var count => string.Create(CultureInfo.InvariantCulture, $"{count:N0} containers changed meanwhile"),
    };

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}

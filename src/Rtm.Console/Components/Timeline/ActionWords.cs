using System.Globalization;
using Rtm.Console.Components.Common;
using Rtm.Console.Components.Containers;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Timeline;

/// <summary>What happened to a container, in plain words.</summary>
internal static class ActionWords
{
    private const int LongestDetail = 120;

    /// <summary>The verbs that are offered as filters, in the order of a container's life.</summary>
    public static readonly IReadOnlyList<(string Verb, string Word)> Offered =
    [
        ("create", "Created"), ("start", "Started"), ("health_status", "Health"), ("oom", "Out of memory"), ("kill", "Signals"), ("die", "Exited"),
        ("stop", "Stopped"), ("restart", "Restarted"), ("pause", "Paused"), ("unpause", "Resumed"), ("rename", "Renamed"), ("destroy", "Removed"),
    ];

    /// <param name="happened">The event.</param>
    /// <param name="outOfMemory">Whether the engine told of an out-of-memory kill in the same run.</param>
    public static Verdict Of(TimelineEvent happened, bool outOfMemory = false) => happened.Action switch
    {
        "create" => Neutral("Created", VerdictIcon.Circle),
        "start" => new(Severity.Ok, "Started", VerdictIcon.Play),
        "die" => Died(happened.ExitCode, outOfMemory),
        "kill" => Killed(happened.Detail),
        "stop" => Neutral("Stopped", VerdictIcon.Stop),
        "restart" => Neutral("Restarted", VerdictIcon.Loop),
        "oom" => new(Severity.Failed, "Ran out of memory", VerdictIcon.Memory),
        "pause" => new(Severity.Attention, "Paused", VerdictIcon.Pause),
        "unpause" => Neutral("Resumed", VerdictIcon.Play),
        "rename" => Neutral(happened.Detail.Length > 0 ? $"Renamed from {Safe(happened.Detail)}" : "Renamed", VerdictIcon.Circle),
        "destroy" => Neutral("Removed", VerdictIcon.Bin),
        "health_status" => Health(happened.Detail),
        "update" => Neutral("Limits changed", VerdictIcon.Circle),
        "exec_create" => Neutral("A command was prepared inside", VerdictIcon.Circle),
        "exec_start" => Neutral("A command started inside", VerdictIcon.Circle),
        "exec_die" => Neutral(happened.ExitCode is { } code ? $"A command inside ended with code {Number(code)}" : "A command inside ended", VerdictIcon.Circle),
        "exec_detach" => Neutral("A command inside was detached", VerdictIcon.Circle),
        "attach" => Neutral("Somebody attached", VerdictIcon.Circle),
        "detach" => Neutral("Somebody detached", VerdictIcon.Circle),
        "resize" => Neutral("Terminal resized", VerdictIcon.Circle),
        "top" => Neutral("Processes listed", VerdictIcon.Circle),
        "commit" => Neutral("Saved as an image", VerdictIcon.Circle),
        "export" => Neutral("Files exported", VerdictIcon.Circle),
        "copy" or "archive-path" => Neutral("Files copied out", VerdictIcon.Circle),
        "extract-to-dir" => Neutral("Files copied in", VerdictIcon.Circle),
        "" => Neutral("An event without a name", VerdictIcon.Question),
        var verb => Neutral($"Event “{Safe(verb)}”{(happened.Detail.Length > 0 ? $": {Safe(happened.Detail)}" : "")}", VerdictIcon.Question),
    };

    /// <summary>A row of any kind in one line, ready to be shown.</summary>
    public static string Line(TimelineEntry row) => row switch
    {
        TimelineEvent happened => Of(happened).Text,
        TimelineGap gap => $"Gap: events were lost ({GapWords.Cause(gap.Cause)})",
        TimelineDifference difference => Found(difference),
        _ => "",
    };

    public static string Found(TimelineDifference difference) => $"Found after the gap: {GapWords.Change(difference.Difference)}";

    /// <summary>A signal's name, where it is a number or a name that is known; else as the engine wrote it.</summary>
    public static string Signal(string signal)
    {
        if (!int.TryParse(signal, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return Safe(signal);
        return ExitVerdicts.SignalName(128 + number) ?? $"signal {Number(number)}";
    }

    // How bad it is, the verdict of an ended container says too: one rule for both.
    private static Verdict Died(int? code, bool outOfMemory)
    {
        var verdict = ExitVerdicts.Exited(new() { State = "exited", ExitCode = code, OomKilled = outOfMemory });
        var signal = code is { } number && ExitVerdicts.SignalName(number) is { } name ? $" ({name})" : "";
        return verdict with { Text = code is null ? "Exited" : $"Exited with code {Number(code.Value)}{signal}" };
    }

    private static Verdict Killed(string detail) => detail.Length == 0
        ? new(Severity.Attention, "Killed", VerdictIcon.Bolt)
        : Signal(detail) switch
        {
            var name and ("SIGKILL" or "SIGTERM" or "SIGINT" or "SIGQUIT") => new(Severity.Attention, $"Killed ({name})", VerdictIcon.Bolt),
            // Others are sent for a purpose: to reload a configuration, say.
            var name => Neutral($"Sent {name}", VerdictIcon.Bolt),
        };

    private static Verdict Health(string detail) => detail switch
    {
        "healthy" => new(Severity.Ok, "Became healthy", VerdictIcon.Check),
        "unhealthy" => new(Severity.Failed, "Became unhealthy", VerdictIcon.HeartBroken),
        "" => Neutral("Health changed", VerdictIcon.Circle),
        _ => Neutral($"Health: {Safe(detail)}", VerdictIcon.Circle),
    };

    private static Verdict Neutral(string text, VerdictIcon icon) => new(Severity.Neutral, text, icon);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Safe(string text) => SafeText.Of(text, LongestDetail);
}

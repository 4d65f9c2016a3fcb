using Rtm.Console.Commands;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>An act of this console as the heading of its events.</summary>
/// <param name="ActionId">The click's id: it is the way to the audit, and is in the list once.</param>
/// <param name="Title">Who did what: <c>Stopped by Oli Operator</c>.</param>
/// <param name="Reason">Why; empty where nobody said.</param>
/// <param name="Steps">What came of it, with the time since the act: <c>SIGTERM +0.0 s · exited +29.9 s</c>.</param>
public sealed record ToldAct(string ActionId, string Title, string Reason, string Steps)
{
    private const int LongestName = 80;
    private const int LongestReason = 200;

    /// <param name="act">The act.</param>
    /// <param name="steps">Its events that are on the page, oldest first, each with its time since the act.</param>
    internal static ToldAct Of(OwnAct act, IReadOnlyList<(TimelineEvent Event, TimeSpan After)> steps) => new(
        act.ActionId,
        $"{Capital(IsDone(act, steps) ? CommandWords.Participle(act.Action) : CommandWords.Verb(act.Action))} by {SafeText.Of(act.Actor.Name, LongestName)}",
        SafeText.Of(act.Reason, LongestReason),
        string.Join(" ", steps.Select((s, i) => Unbroken($"{StepOf(s.Event)} {TimeWords.Since(s.After)}{(i < steps.Count - 1 ? " ·" : "")}"))));

    // What was asked for is not called done before its events say so.
    private static bool IsDone(OwnAct act, IReadOnlyList<(TimelineEvent Event, TimeSpan After)> steps) => steps.Any(s => s.Event.Action switch
    {
        // The old one starts, too, when it is put back.
        "start" => act.Starts && (act.Action != CommandAction.Recreate || s.Event.ContainerId == act.Produced),
        "die" or "stop" => act.Action is CommandAction.Stop or CommandAction.Kill,
        "destroy" => true,
        _ => false,
    });

    private static string StepOf(TimelineEvent happened) => happened.Action switch
    {
        "kill" => happened.Detail.Length > 0 ? ActionWords.Signal(happened.Detail) : "signal",
        "die" => "exited",
        "create" => "created",
        "start" => "started",
        "stop" => "stopped",
        "restart" => "restarted",
        "rename" => "renamed",
        "destroy" => "removed",
        var verb => SafeText.Of(verb, 40),
    };

    // A step and its time stay on one line.
    private static string Unbroken(string step) => step.Replace(' ', '\u00a0');

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}

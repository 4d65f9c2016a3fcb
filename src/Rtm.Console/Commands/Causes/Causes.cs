using Rtm.Console.Relay;

namespace Rtm.Console.Commands;

/// <summary>Where an event comes from.</summary>
public enum CauseKind
{
    /// <summary>Of itself: a game that ends, a health check, the engine's restart policy.</summary>
    Itself,

    /// <summary>An act of this console.</summary>
    Own,

    /// <summary>Somebody's act that this console knows nothing of.</summary>
    Outside,
}

/// <summary>Why an event happened.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Act">The act that explains it; null where none does.</param>
/// <param name="Took">The time since the step before it; null for what no act explains.</param>
/// <param name="Words">For a row: <c>Stop by Oli Operator: it hangs</c>, <c>from outside this console</c>; empty where there is nothing to say.</param>
public sealed record Cause(CauseKind Kind, OwnAct? Act, TimeSpan? Took, string Words);

/// <summary>Links an engine's events to what this console did. Pure.</summary>
public static class Causes
{
    // The engine's clock and its events' way here are not exact.
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    /// <summary>The cause of each event, by its place.</summary>
    /// <param name="rows">Rows of any engines, oldest first.</param>
    /// <param name="acts">What this console did, oldest first.</param>
    /// <param name="skewOf">How far an engine's clock is ahead of the console's.</param>
    public static IReadOnlyDictionary<TimelinePlace, Cause> Of(IEnumerable<TimelineEntry> rows, IReadOnlyList<OwnAct> acts, Func<string, TimeSpan> skewOf)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(acts);
        ArgumentNullException.ThrowIfNull(skewOf);
        var byContainer = acts.ToLookup(a => (a.Engine, a.ContainerId));
        var causes = new Dictionary<TimelinePlace, Cause>();
        var steps = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var before = new Dictionary<(string, string), string>();
        foreach (var happened in rows.OfType<TimelineEvent>())
        {
            var at = happened.At - skewOf(happened.Engine);
            var act = byContainer[(happened.Engine, happened.ContainerId)].LastOrDefault(a => Explains(a, happened.Action, at));
            if (act is not null)
            {
                var took = at - steps.GetValueOrDefault(act.ActionId, act.AcceptedAt);
                steps[act.ActionId] = at;
                causes[TimelinePlace.Of(happened)] = new(CauseKind.Own, act, took > TimeSpan.Zero ? took : TimeSpan.Zero, Words(act));
            }
            else
            {
                causes[TimelinePlace.Of(happened)] = IsSomebodys(happened.Action, before.GetValueOrDefault((happened.Engine, happened.ContainerId), ""))
                    ? new(CauseKind.Outside, null, null, "from outside this console")
                    : new(CauseKind.Itself, null, null, "");
            }

            if (happened.Action is "create" or "start" or "die" or "kill" or "stop")
                before[(happened.Engine, happened.ContainerId)] = happened.Action;
        }

        return causes;
    }

    private static bool Explains(OwnAct act, string action, DateTimeOffset at) =>
        StepsOf(act.Action).Contains(action) && at >= act.AcceptedAt - Early && (act.FinishedAt is not { } end || at <= end + Late);

    private static string[] StepsOf(CommandAction action) => action switch
    {
        CommandAction.Run => ["create", "start"],
        CommandAction.Start => ["start"],
        CommandAction.Stop => ["kill", "die", "stop"],
        CommandAction.Restart => ["kill", "die", "stop", "start", "restart"],
        CommandAction.Kill => ["kill", "die"],
        CommandAction.Remove => ["destroy"],
        _ => [],
    };

    // A start after a die is the engine's restart policy, as far as events can tell.
    private static bool IsSomebodys(string action, string before) => action switch
    {
        "create" or "kill" or "stop" or "restart" or "destroy" or "pause" or "unpause" or "rename" or "update" or "commit" or "copy" or "attach" or "resize" => true,
        "start" => before != "die",
        _ => false,
    };

    private static string Words(OwnAct act)
    {
        var verb = CommandWords.Verb(act.Action);
        return $"{char.ToUpperInvariant(verb[0])}{verb[1..]} by {act.Actor.Name}{(act.Reason.Length > 0 ? $": {act.Reason}" : "")}";
    }
}

using Rtm.Console.Relay;

namespace Rtm.Console.Commands;

/// <summary>Where an event comes from.</summary>
public enum CauseKind
{
    /// <summary>Of itself: a game that ends, a health check, the engine's restart policy; or nothing proves more.</summary>
    Itself,

    /// <summary>An act of this console.</summary>
    Own,

    /// <summary>Somebody's act that this console knows nothing of.</summary>
    Outside,

    /// <summary>Perhaps an act of this console: which one is not known yet, or no more.</summary>
    Unknown,
}

/// <summary>Why an event happened.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Act">The act that explains it; null where none does.</param>
/// <param name="After">The time since the act was let through; null for what no act explains.</param>
/// <param name="Words">For a row: <c>Stop by Oli Operator: it hangs</c>, <c>from outside this console</c>; empty where there is nothing to say.</param>
public sealed record Cause(CauseKind Kind, OwnAct? Act, TimeSpan? After, string Words);

/// <summary>Links an engine's events to what this console did. Pure.</summary>
public static class Causes
{
    public const string Outside = "from outside this console";

    private static readonly Cause Itself = new(CauseKind.Itself, null, null, "");
    private static readonly Cause Unknown = new(CauseKind.Unknown, null, null, "");
    private static readonly Cause Somebodys = new(CauseKind.Outside, null, null, Outside);

    /// <summary>The cause of each event, by its place.</summary>
    /// <param name="rows">Rows of any engines, oldest first.</param>
    /// <param name="known">What this console did.</param>
    /// <param name="skewOf">How far an engine's clock is ahead of the console's.</param>
    public static IReadOnlyDictionary<TimelinePlace, Cause> Of(IEnumerable<TimelineEntry> rows, KnownActs known, Func<string, TimeSpan> skewOf)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(skewOf);
        var acts = known.Acts.SelectMany(a => a.ContainerIds, (act, id) => (Key: (act.Engine, id), Act: act)).ToLookup(a => a.Key, a => a.Act);
        var causes = new Dictionary<TimelinePlace, Cause>();
        var lives = new Dictionary<(string Engine, string ContainerId), Life>();
        foreach (var row in rows)
        {
            if (row is TimelineGap)
            {
                // What came before in the gap is not known: silence proves nothing after it.
                foreach (var cut in lives.Keys.Where(key => key.Engine == row.Engine).ToList())
                    lives.Remove(cut);
            }

            if (row is not TimelineEvent happened)
                continue;
            var key = (happened.Engine, happened.ContainerId);
            if (!lives.TryGetValue(key, out var life))
                lives[key] = life = new();
            var at = happened.At - skewOf(happened.Engine);
            var act = life.RemovedWith(happened) ?? acts[key].LastOrDefault(a => IsStep(a, happened, at) && life.IsOpen(a, happened.Action));
            var cause = act is not null ? Own(act, at)
                : !known.Reach(at) || acts[(happened.Engine, "")].Any(a => IsStep(a, happened, at)) ? Unknown
                : life.IsSomebodys(happened) ? Somebodys : Itself;
            causes[TimelinePlace.Of(happened)] = cause;
            life.Take(happened, act);
        }

        return causes;
    }

    private static bool IsStep(OwnAct act, TimelineEvent happened, DateTimeOffset at) => act.Covers(at) && StepsOf(act.Action).Contains(happened.Action);

    private static Cause Own(OwnAct act, DateTimeOffset at) =>
        new(CauseKind.Own, act, at > act.AcceptedAt ? at - act.AcceptedAt : TimeSpan.Zero, Words(act));

    private static string[] StepsOf(CommandAction action) => action switch
    {
        CommandAction.Run => ["create", "start"],
        CommandAction.Start => ["start"],
        CommandAction.Stop => ["kill", "die", "stop"],
        CommandAction.Restart => ["kill", "die", "stop", "start", "restart"],
        CommandAction.Kill => ["kill", "die"],
        CommandAction.Remove => ["destroy"],
        CommandAction.Recreate => ["kill", "die", "stop", "rename", "create", "start", "destroy"],
        _ => [],
    };

    private static string Words(OwnAct act)
    {
        var verb = CommandWords.Verb(act.Action);
        return $"{char.ToUpperInvariant(verb[0])}{verb[1..]} by {act.Actor.Name}{(act.Reason.Length > 0 ? $": {act.Reason}" : "")}";
    }
}

using System.Collections.Immutable;

namespace Rtm.Console.Commands;

/// <summary>Acts of this console, and how far back they are all of them.</summary>
/// <param name="Acts">In the order in which they were let through.</param>
/// <param name="Since">What happened before this instant, by the console's clock, may be an act that is known no more.</param>
public sealed record KnownActs(ImmutableList<OwnAct> Acts, DateTimeOffset Since)
{
    /// <summary>Whether an act of this console that was behind something then would be among <see cref="Acts"/>.</summary>
    public bool Reach(DateTimeOffset at) => at >= Since;
}

/// <summary>The newest acts of this console; those before its start are read from the audit.</summary>
public sealed class ActHistory
{
    public const int Most = 1000;

    // Until the audit was read, nothing is known of who was behind what.
    private KnownActs _known = new([], DateTimeOffset.MaxValue);

    public KnownActs Current => Volatile.Read(ref _known);

    /// <summary>Adds an act, or replaces the one of the same id.</summary>
    internal void Put(OwnAct act) => ImmutableInterlocked.Update(ref _known, known =>
    {
        var index = known.Acts.FindLastIndex(a => a.ActionId == act.ActionId);
        return index >= 0 ? known with { Acts = known.Acts.SetItem(index, act) } : Bounded(known with { Acts = known.Acts.Add(act) });
    });

    /// <summary>Changes an act that is known.</summary>
    internal void Change(string actionId, Func<OwnAct, OwnAct> change)
    {
        if (Current.Acts.FindLast(a => a.ActionId == actionId) is { } act)
            Put(change(act));
    }

    /// <summary>Acts from before the console's start.</summary>
    /// <param name="older">Oldest first.</param>
    /// <param name="since">From when on they are all of them.</param>
    internal void Remember(IEnumerable<OwnAct> older, DateTimeOffset since) => ImmutableInterlocked.Update(
        ref _known, known => Bounded(new([.. older.Where(o => known.Acts.All(a => a.ActionId != o.ActionId)).Concat(known.Acts)], since)));

    private static KnownActs Bounded(KnownActs known)
    {
        var forgotten = known.Acts.Count - Most;
        if (forgotten <= 0)
            return known;
        var since = known.Acts.Take(forgotten).Max(a => (a.FinishedAt ?? a.AcceptedAt + (a.Grace ?? TimeSpan.Zero)) + OwnAct.Late);
        return new(known.Acts.RemoveRange(0, forgotten), since > known.Since ? since : known.Since);
    }
}

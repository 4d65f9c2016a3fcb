using System.Collections.Immutable;

namespace Rtm.Console.Commands;

/// <summary>The newest acts of this console; those before its start are read from the audit.</summary>
public sealed class ActHistory
{
    public const int Most = 1000;

    private ImmutableList<OwnAct> _acts = [];

    /// <summary>In the order in which they were let through.</summary>
    public ImmutableList<OwnAct> Current => Volatile.Read(ref _acts);

    /// <summary>Adds an act, or replaces the one of the same id.</summary>
    internal void Put(OwnAct act) => ImmutableInterlocked.Update(ref _acts, acts =>
    {
        var index = acts.FindLastIndex(a => a.ActionId == act.ActionId);
        if (index >= 0)
            return acts.SetItem(index, act);
        return (acts.Count < Most ? acts : acts.RemoveAt(0)).Add(act);
    });

    /// <summary>Acts from before the console's start, oldest first.</summary>
    internal void Remember(IEnumerable<OwnAct> older) => ImmutableInterlocked.Update(
        ref _acts, acts => [.. older.Where(o => acts.All(a => a.ActionId != o.ActionId)).Concat(acts).TakeLast(Most)]);
}

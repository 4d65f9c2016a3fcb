using System.Collections.Immutable;
using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>What happened to an engine's containers of the scope, as far as memory is bounded. One writer, the engine's pump; any number of readers.</summary>
public sealed class EngineTimeline(string engine)
{
    public const int MostEvents = 500;

    public const int MostGaps = 50;

    private readonly Lock _lock = new();
    private readonly List<RelaySubscription<TimelineSnapshot, TimelineChange>> _subscribers = [];
    private TimelineSnapshot _current = new() { Engine = engine };
    private long _sequence;

    public string Engine => engine;

    public TimelineSnapshot Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>The snapshot and the changes after it, taken under one lock: nothing is missed and nothing comes twice.</summary>
    public TimelineSubscription Subscribe()
    {
        lock (_lock)
        {
            var subscription = new TimelineSubscription(_current, Unsubscribe);
            _subscribers.Add(subscription);
            return subscription;
        }
    }

    internal void Add(EngineEvent happened)
    {
        lock (_lock)
        {
            var entry = new TimelineEvent(engine, ++_sequence, happened);
            Publish(_current with { Events = Bounded(_current.Events, MostEvents).Add(entry) }, entry);
        }
    }

    internal TimelineGap AddGap(DateTimeOffset from, DateTimeOffset to, GapCause cause, IEnumerable<ContainerDifference>? differences = null)
    {
        lock (_lock)
        {
            var gap = new TimelineGap(engine, ++_sequence, from, to, cause) { Differences = differences?.ToImmutableList() };
            Publish(_current with { Gaps = Bounded(_current.Gaps, MostGaps).Add(gap) }, gap);
            return gap;
        }
    }

    /// <summary>The list after the gap has come.</summary>
    internal void Explain(TimelineGap gap, IEnumerable<ContainerDifference> differences)
    {
        lock (_lock)
        {
            var index = _current.Gaps.FindIndex(g => g.Sequence == gap.Sequence);
            if (index < 0)
                return;
            var explained = gap with { Differences = [.. differences] };
            Publish(_current with { Gaps = _current.Gaps.SetItem(index, explained) }, explained);
        }
    }

    private static ImmutableList<T> Bounded<T>(ImmutableList<T> entries, int most) => entries.Count < most ? entries : entries.RemoveAt(0);

    private void Unsubscribe(RelaySubscription<TimelineSnapshot, TimelineChange> subscription)
    {
        lock (_lock)
            _subscribers.Remove(subscription);
    }

    private void Publish(TimelineSnapshot next, TimelineEntry entry)
    {
        _current = next with { Version = _current.Version + 1 };
        var change = new TimelineChange(_current, entry);
        foreach (var subscriber in _subscribers)
            subscriber.Offer(change);
    }
}

using System.Collections.Immutable;

namespace Rtm.Console.Relay;

/// <summary>What happened to an engine's containers of the scope, as far as memory is bounded. One writer, the engine's pump; any number of readers.</summary>
public sealed class EngineTimeline(string engine, TimeProvider clock, ITimelineRecorder? recorder = null)
{
    public const int MostRows = 500;

    public const int MostGaps = 50;

    public const int MostProbes = 200;

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

    /// <summary>How many follow it now.</summary>
    public int Subscribers
    {
        get
        {
            lock (_lock)
                return _subscribers.Count;
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

    /// <summary>Of the newest row.</summary>
    internal long LastSequence
    {
        get
        {
            lock (_lock)
                return _sequence;
        }
    }

    /// <summary>Rows of a console before this one reach up to this number, whatever the clock says now.</summary>
    internal void ContinueAfter(long sequence)
    {
        lock (_lock)
            _sequence = Math.Max(_sequence, sequence);
    }

    /// <summary>Adds an event; its number is given here.</summary>
    internal void Add(TimelineEvent happened)
    {
        lock (_lock)
        {
            var row = happened with { Sequence = NextSequence() };
            if (row.IsProbe)
                Publish(_current with { Probes = Bounded(_current.Probes, MostProbes).Add(row), ProbeCount = _current.ProbeCount + 1 }, row);
            else
                AddRow(row);
        }
    }

    internal TimelineGap AddGap(DateTimeOffset from, DateTimeOffset to, GapCause cause)
    {
        lock (_lock)
        {
            var gap = new TimelineGap(engine, NextSequence(), from, to, cause);
            _current = _current with { Gaps = Bounded(_current.Gaps, MostGaps).Add(gap) };
            AddRow(gap);
            RelayMetrics.Gap(engine, cause);
            return gap;
        }
    }

    /// <summary>A gap that nobody could end yet reaches further.</summary>
    internal TimelineGap Extend(TimelineGap gap, DateTimeOffset to)
    {
        lock (_lock)
        {
            var longer = gap with { To = to > gap.To ? to : gap.To };
            Tell(gap, longer);
            return longer;
        }
    }

    /// <summary>The list after the gap has come: the gap says how many containers changed, and each has a row.</summary>
    internal void Explain(TimelineGap gap, IReadOnlyCollection<ContainerDifference> differences, DateTimeOffset readAt)
    {
        lock (_lock)
        {
            var explained = gap with { Changes = differences.Count };
            Tell(gap, explained);
            foreach (var difference in differences)
                AddRow(new TimelineDifference(engine, NextSequence(), readAt, gap.Sequence, difference));
        }
    }

    private void Tell(TimelineGap gap, TimelineGap again)
    {
        _current = _current with { Gaps = Replaced(_current.Gaps, gap, again) };
        recorder?.Record(again);
        Publish(_current with { Rows = Replaced(_current.Rows, gap, again) }, again);
    }

    private static ImmutableList<T> Bounded<T>(ImmutableList<T> entries, int most) => entries.Count < most ? entries : entries.RemoveAt(0);

    private static ImmutableList<T> Replaced<T>(ImmutableList<T> entries, T old, T next)
        where T : TimelineEntry
    {
        var index = entries.FindLastIndex(e => e.Sequence == old.Sequence);
        return index < 0 ? entries : entries.SetItem(index, next);
    }

    private void AddRow(TimelineEntry row)
    {
        recorder?.Record(row);
        Publish(_current with { Rows = Bounded(_current.Rows, MostRows).Add(row) }, row);
    }

    private long NextSequence() =>
        _sequence = Math.Max(_sequence + 1, (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

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
        {
            if (!subscriber.Offer(change))
                RelayMetrics.SubscriberLagged(engine, RelayMetrics.Timeline);
        }
    }
}

using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>
/// What the timelines hold in memory, as one list over all engines. Each engine keeps its newest rows only, so the list is complete down to
/// <see cref="Floor"/>; what is below has to be read from the history.
/// </summary>
internal sealed class TimelineMemory
{
    private readonly TimelineSnapshot[] _engines;
    private readonly TimelineFilter _filter;

    public TimelineMemory(IEnumerable<TimelineSnapshot> snapshots, TimelineFilter filter)
    {
        _filter = filter;
        _engines = [.. snapshots.Where(s => filter.Engines.Count == 0 || filter.Engines.Contains(s.Engine))];
        Floor = FloorOf(_engines);
    }

    /// <summary>The oldest place from which on memory has every row; null where memory has no row at all.</summary>
    public TimelinePlace? Floor { get; }

    /// <summary>How many events of health probes there were; where something is filtered, of those in memory.</summary>
    public long ProbeCount(bool all) => all ? _engines.Sum(e => e.ProbeCount) : Probes().Count();

    public IEnumerable<TimelineEvent> Probes() => _engines.SelectMany(e => e.Probes).Where(_filter.Matches);

    /// <summary>The rows that match from <see cref="Floor"/> up to a place, newest first.</summary>
    public IEnumerable<TimelineEntry> Before(TimelinePlace? before) =>
        _engines.SelectMany(e => e.Rows)
            .Where(r => TimelinePlace.Of(r) is var place && place >= Floor && !(place >= before) && _filter.Matches(r))
            .OrderByDescending(TimelinePlace.Of);

    /// <summary>The rows that match and came after what was seen of their engine, newest first of each engine.</summary>
    public IEnumerable<TimelineEntry> After(IReadOnlyDictionary<string, long> seen)
    {
        foreach (var engine in _engines)
        {
            var last = seen.GetValueOrDefault(engine.Engine);
            for (var i = engine.Rows.Count - 1; i >= 0 && engine.Rows[i].Sequence > last; i--)
            {
                if (_filter.Matches(engine.Rows[i]))
                    yield return engine.Rows[i];
            }
        }
    }

    /// <summary>Whether rows may have left memory before they were seen.</summary>
    public bool IsTornFrom(IReadOnlyDictionary<string, long> seen) =>
        _engines.Any(e => IsFull(e) && e.Rows[0].Sequence > seen.GetValueOrDefault(e.Engine));

    private static bool IsFull(TimelineSnapshot engine) => engine.Rows.Count >= EngineTimeline.MostRows;

    // An engine whose memory is not full has all its rows since the console started: only the full ones set a limit.
    private static TimelinePlace? FloorOf(TimelineSnapshot[] engines)
    {
        var full = engines.Where(IsFull).Select(e => TimelinePlace.Of(e.Rows[0])).ToArray();
        if (full.Length > 0)
            return full.Max();
        var oldest = engines.Where(e => e.Rows.Count > 0).Select(e => TimelinePlace.Of(e.Rows[0])).ToArray();
        return oldest.Length > 0 ? oldest.Min() : null;
    }
}

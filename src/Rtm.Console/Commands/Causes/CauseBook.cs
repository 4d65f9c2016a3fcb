using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Commands;

/// <summary>Explains rows of the timeline, and the ends of containers on the board, with what this console did.</summary>
public sealed class CauseBook(BoardDirectory directory, ActHistory acts)
{
    /// <summary>The board's time of an end comes from an inspect, the timeline's from an event.</summary>
    internal static readonly TimeSpan SameEnd = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Page> _pages = new(StringComparer.Ordinal);

    /// <summary>The causes of rows, and the facts of the ends among them, by place.</summary>
    /// <param name="oldestFirst">Rows of any engines.</param>
    public (IReadOnlyDictionary<TimelinePlace, Cause> Causes, IReadOnlyDictionary<TimelinePlace, ExitFacts> Ends) Explain(IReadOnlyCollection<TimelineEntry> oldestFirst)
    {
        var causes = Causes.Of(oldestFirst, acts.Current, SkewOf);
        return (causes, Ends.Of(oldestFirst, causes, LimitOf));
    }

    /// <summary>What is known of a container's last end beyond its board; null where that is nothing.</summary>
    public ExitFacts? EndOf(BoardContainer container)
    {
        ArgumentNullException.ThrowIfNull(container);
        if (container.Facts is not { State: "exited", FinishedAt: { } ended })
            return null;
        var page = PageOf(container.Engine);
        if (page.Ends.TryGetValue(container.Id, out var last) && (last.At - ended).Duration() < SameEnd)
            return last.Facts;
        // Its events came before the console's start: the audit still knows who stopped it.
        var at = ended - SkewOf(container.Engine);
        return page.LastActs.TryGetValue(container.Id, out var act) && act.Covers(at)
            ? new() { ExitCode = container.Facts.ExitCode, Own = act.End }
            : null;
    }

    private TimeSpan SkewOf(string engine) => directory.Boards.FirstOrDefault(b => b.Engine == engine)?.Current.Info?.ClockSkew ?? TimeSpan.Zero;

    private long? LimitOf(string engine, string containerId) =>
        directory.Boards.FirstOrDefault(b => b.Engine == engine)?.Current.Containers.GetValueOrDefault(containerId)?.Facts.MemoryLimitBytes;

    // Many viewers ask for the same timeline: it is read once.
    private Page PageOf(string engine)
    {
        var (rows, own) = (directory.Timelines.FirstOrDefault(t => t.Engine == engine)?.Current.Rows, acts.Current);
        lock (_lock)
        {
            if (_pages.TryGetValue(engine, out var page) && ReferenceEquals(page.Rows, rows) && ReferenceEquals(page.Acts, own))
                return page;
            var ends = new Dictionary<string, (DateTimeOffset, ExitFacts)>(StringComparer.Ordinal);
            if (rows is not null)
            {
                var facts = Explain(rows).Ends;
                foreach (var die in rows.OfType<TimelineEvent>().Where(e => e.Action == "die"))
                    ends[die.ContainerId] = (die.At, facts[TimelinePlace.Of(die)]);
            }

            var last = own.Acts.Where(a => a.Engine == engine && a.End is not null).GroupBy(a => a.ContainerId).ToDictionary(g => g.Key, g => g.Last());
            return _pages[engine] = new(rows, own, ends, last);
        }
    }

    private sealed record Page(
        object? Rows, object Acts, IReadOnlyDictionary<string, (DateTimeOffset At, ExitFacts Facts)> Ends, IReadOnlyDictionary<string, OwnAct> LastActs);
}

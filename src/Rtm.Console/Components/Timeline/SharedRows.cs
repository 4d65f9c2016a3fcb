using Rtm.Console.Commands;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>
/// Rows as they are drawn, arranged once for all viewers of the same ones: with hundreds of open pages each new row is arranged a few times, not hundreds.
/// </summary>
internal sealed class SharedRows(CauseBook book, ActHistory acts, RowPainter painter, TimeProvider clock)
{
    /// <summary>What the boards say plays a part, too, and comes by itself: nothing is used longer than a draw may be late.</summary>
    private static readonly TimeSpan Longest = BatchPace.Longest;

    /// <summary>Those who draw at the same time differ in the newest rows, and in their filters.</summary>
    private const int Most = 16;

    private readonly Lock _lock = new();
    private readonly Queue<Arranged> _arranged = [];

    /// <param name="rows">Newest first.</param>
    /// <param name="probes">Events of health probes that belong among them.</param>
    /// <param name="columns">Of the table.</param>
    public IReadOnlyList<TimelineItem> Of(IReadOnlyList<TimelineEntry> rows, IReadOnlyCollection<TimelineEvent> probes, RowColumns columns)
    {
        var all = TimelineItems.Ordered(rows, probes);
        var (now, known) = (clock.GetUtcNow(), acts.Current);
        lock (_lock)
        {
            foreach (var before in _arranged)
            {
                if (now - before.At < Longest && before.Columns == columns && ReferenceEquals(before.Acts, known) && IsSame(before.Rows, all))
                    return before.Items;
            }
        }

        var items = painter.Paint(TimelineItems.Of(all, book), columns);
        lock (_lock)
        {
            while (_arranged.Count >= Most)
                _arranged.Dequeue();
            _arranged.Enqueue(new(all, columns, known, now, items));
        }

        return items;
    }

    private static bool IsSame(List<TimelineEntry> some, List<TimelineEntry> others)
    {
        if (some.Count != others.Count)
            return false;
        for (var i = 0; i < some.Count; i++)
        {
            if (!ReferenceEquals(some[i], others[i]))
                return false;
        }

        return true;
    }

    private sealed record Arranged(List<TimelineEntry> Rows, RowColumns Columns, KnownActs Acts, DateTimeOffset At, List<TimelineItem> Items);
}

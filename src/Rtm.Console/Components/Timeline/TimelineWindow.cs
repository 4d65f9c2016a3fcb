using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>The rows on the page, newest first and without a hole. Bounded at both ends.</summary>
internal sealed class TimelineWindow
{
    /// <summary>How many rows stay while new ones come in at the top.</summary>
    public const int MostLive = 64;

    public const int PageSize = 50;

    /// <summary>More than a large screen shows with a page above it and one below: what goes at one end is far out of sight.</summary>
    public const int Most = MostLive + 2 * PageSize;

    private static readonly Comparer<TimelineEntry> NewestFirst = Comparer<TimelineEntry>.Create((a, b) => TimelinePlace.Of(b).CompareTo(TimelinePlace.Of(a)));

    private readonly List<TimelineEntry> _rows = [];

    // The newest row of each page that was let go above, the lowest of them on top.
    private readonly Stack<TimelinePlace> _above = [];
    private bool _isOpenedInPast;

    public IReadOnlyList<TimelineEntry> Rows => _rows;

    /// <summary>Nothing older is kept.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Newer rows are left out: the window was opened in the past or has moved there.</summary>
    public bool IsPast => _isOpenedInPast || Above is not null;

    /// <summary>The newest row of the page that was let go just above; null where none was.</summary>
    public TimelinePlace? Above => _above.TryPeek(out var place) ? place : null;

    /// <summary>Another number means other rows.</summary>
    public int Version { get; private set; }

    public TimelinePlace? Newest => _rows.Count == 0 ? null : TimelinePlace.Of(_rows[0]);

    public TimelinePlace? Oldest => _rows.Count == 0 ? null : TimelinePlace.Of(_rows[^1]);

    public void Open(IEnumerable<TimelineEntry> rows, bool isPast)
    {
        _rows.Clear();
        _rows.AddRange(rows);
        _above.Clear();
        (IsEnd, _isOpenedInPast) = (false, isPast);
        Version++;
    }

    /// <summary>Takes new rows in at their places and lets the oldest go.</summary>
    public void AddNewer(IReadOnlyCollection<TimelineEntry> rows)
    {
        if (rows.Count == 0)
            return;
        Version++;
        foreach (var row in rows)
        {
            var index = _rows.BinarySearch(row, NewestFirst);
            if (index >= 0)
                _rows[index] = row;
            // Below the oldest is what has not been read yet: it comes with its page.
            else if (~index < _rows.Count || IsEnd || _rows.Count == 0)
                _rows.Insert(~index, row);
        }

        if (_rows.Count <= MostLive)
            return;
        _rows.RemoveRange(MostLive, _rows.Count - MostLive);
        IsEnd = false;
    }

    /// <summary>Takes the page below in; where that makes too many, the newest go.</summary>
    public void AddOlder(IReadOnlyList<TimelineEntry> rows, bool isEnd)
    {
        _rows.AddRange(Oldest is { } oldest ? rows.Where(r => TimelinePlace.Of(r) < oldest) : rows);
        IsEnd = isEnd;
        Version++;
        if (_rows.Count <= Most)
            return;
        _above.Push(TimelinePlace.Of(_rows[0]));
        _rows.RemoveRange(0, _rows.Count - Most);
    }

    /// <summary>Takes the page that begins with <see cref="Above"/> in again; where that makes too many, the oldest go.</summary>
    public void AddAbove(IReadOnlyList<TimelineEntry> rows)
    {
        _above.Pop();
        _rows.InsertRange(0, rows);
        Version++;
        if (_rows.Count <= Most)
            return;
        _rows.RemoveRange(Most, _rows.Count - Most);
        IsEnd = false;
    }

    /// <summary>A row that is told again, such as a gap with its changes.</summary>
    public void Replace(TimelineEntry row)
    {
        var index = _rows.BinarySearch(row, NewestFirst);
        if (index < 0 || _rows[index] == row)
            return;
        _rows[index] = row;
        Version++;
    }
}

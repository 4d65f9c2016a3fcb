using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>The rows on the page, newest first and without a hole. Bounded at both ends.</summary>
internal sealed class TimelineWindow
{
    /// <summary>How many rows stay while new ones come in at the top.</summary>
    public const int MostLive = 64;

    public const int PageSize = 100;

    public const int Most = MostLive + 5 * PageSize;

    private static readonly Comparer<TimelineEntry> NewestFirst = Comparer<TimelineEntry>.Create((a, b) => TimelinePlace.Of(b).CompareTo(TimelinePlace.Of(a)));

    private readonly List<TimelineEntry> _rows = [];

    public IReadOnlyList<TimelineEntry> Rows => _rows;

    /// <summary>Nothing older is kept.</summary>
    public bool IsEnd { get; private set; }

    /// <summary>Newer rows are left out: the window was opened in the past or has moved there.</summary>
    public bool IsPast { get; private set; }

    /// <summary>Another number means other rows.</summary>
    public int Version { get; private set; }

    public TimelinePlace? Oldest => _rows.Count == 0 ? null : TimelinePlace.Of(_rows[^1]);

    public void Open(IEnumerable<TimelineEntry> rows, bool isPast)
    {
        _rows.Clear();
        _rows.AddRange(rows);
        (IsEnd, IsPast) = (false, isPast);
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
        _rows.RemoveRange(0, _rows.Count - Most);
        IsPast = true;
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

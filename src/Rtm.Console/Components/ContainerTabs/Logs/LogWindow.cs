namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>Which of many rows are drawn: those in sight and some around them. Counts by index, from 0.</summary>
/// <param name="First">The first that is drawn.</param>
/// <param name="Count">How many are drawn.</param>
internal readonly record struct LogWindow(int First, int Count)
{
    /// <summary>More than a high screen shows, so that a little scrolling needs no answer.</summary>
    public const int Rows = 160;

    /// <summary>Rows of different heights can't be counted by height, so more are drawn at once and the rest is paged.</summary>
    public const int WrappedRows = 400;

    public int End => First + Count;

    /// <summary>The last rows.</summary>
    public static LogWindow Last(int total, int rows) => new(Math.Max(0, total - rows), Math.Min(total, rows));

    /// <summary>Rows with one of them in the middle.</summary>
    public static LogWindow Around(int index, int total, int rows)
    {
        var first = Math.Clamp(index - rows / 2, 0, Math.Max(0, total - rows));
        return new(first, Math.Min(rows, total - first));
    }

    /// <summary>Whether what a reader sees comes near the end of what is drawn.</summary>
    public bool Misses(int firstSeen, int seen, int total)
    {
        const int margin = 20;
        return (firstSeen - margin < First && First > 0) || (firstSeen + seen + margin > End && End < total);
    }
}

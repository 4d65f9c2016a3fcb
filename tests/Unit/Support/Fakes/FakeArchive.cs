using Rtm.Console.Relay;

namespace Rtm.Tests.Support;

/// <summary>A history in memory that answers as the real one does, and fails when a test wants it to.</summary>
public sealed class FakeArchive : ITimelineArchive, ITimelineRecorder
{
    private readonly Lock _lock = new();
    private readonly SortedList<TimelinePlace, TimelineEntry> _rows = [];

    public ArchiveState State { get; set; } = new(null, "", 0);

    /// <summary>Why reading fails; null while it doesn't.</summary>
    public string? Failure { get; set; }

    /// <summary>All rows that were ever recorded, oldest first.</summary>
    public IReadOnlyList<TimelineEntry> Rows
    {
        get
        {
            lock (_lock)
                return [.. _rows.Values];
        }
    }

    public void Record(TimelineEntry row)
    {
        lock (_lock)
            _rows[TimelinePlace.Of(row)] = row;
    }

    public Task<IReadOnlyList<TimelineEntry>> ReadBeforeAsync(TimelineFilter filter, TimelinePlace? before, int most, CancellationToken ct) =>
        ReadAsync(rows => rows.Reverse().Where(r => before is null || TimelinePlace.Of(r) < before).Where(filter.Matches).Take(most), ct);

    public Task<IReadOnlyList<TimelineEntry>> ReadAfterAsync(string engine, long after, int most, TimelineFilter filter, CancellationToken ct) =>
        ReadAsync(rows => rows.Where(r => r.Engine == engine && r.Sequence > after).Where(filter.Matches).Take(most), ct);

    private async Task<IReadOnlyList<TimelineEntry>> ReadAsync(Func<IEnumerable<TimelineEntry>, IEnumerable<TimelineEntry>> choose, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        if (Failure is { } reason)
            throw new ArchiveUnavailableException(reason);
        lock (_lock)
            return [.. choose(_rows.Values)];
    }
}

using Microsoft.AspNetCore.SignalR;
using Rtm.Console.Relay;

namespace Rtm.Console.Hubs;

/// <summary>One engine's rows after a place, without end: from the history where memory doesn't reach back so far, then from memory, then as they come.</summary>
internal sealed class EngineFollower(
    EngineTimeline timeline, ScopedArchive archive, TimelineFilter filter, Func<FollowedRows, CancellationToken, ValueTask> tell, TimeProvider clock)
{
    internal const int PageSize = 100;

    /// <summary>A gap is told again when its changes are known: what was explained while nobody listened is made up for this far back (sequences are microseconds).</summary>
    private const long Retold = 600_000_000;

    private static readonly TimeSpan WriterPause = TimeSpan.FromMilliseconds(100);

    private long _position;

    /// <param name="after">The last sequence that is known; null to begin with what is in memory.</param>
    /// <param name="now">What a sequence is at least from now on.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="HubException">What is missing can't be told.</exception>
    public async Task RunAsync(long? after, long now, CancellationToken ct)
    {
        using var subscription = timeline.Subscribe();
        var snapshot = subscription.Snapshot;
        _position = after ?? (snapshot.Rows is [var oldest, ..] ? oldest.Sequence - 1 : now);
        if (after is not null && !ReachesBack(snapshot))
            await CheckKeptAsync(ct);
        await CatchUpAsync(snapshot, isFromHistory: after is not null, ct);
        await foreach (var change in subscription.ReadAllAsync(ct))
        {
            if (change.Lagged)
                await CatchUpAsync(change.Snapshot, isFromHistory: true, ct);
            else if (change.Entry is { } row and not TimelineEvent { IsProbe: true })
                await TellAsync([row], ct);
        }
    }

    private bool ReachesBack(TimelineSnapshot snapshot) => snapshot.Rows is [var oldest, ..] && oldest.Sequence <= _position;

    private async Task CatchUpAsync(TimelineSnapshot snapshot, bool isFromHistory, CancellationToken ct)
    {
        var begun = _position;
        if (isFromHistory && !ReachesBack(snapshot))
            await ReadHistoryAsync(snapshot, ct);
        foreach (var rows in snapshot.Gaps.Where(gap => gap.Sequence <= begun && gap.Sequence > begun - Retold)
            .Concat(snapshot.Rows.Where(row => row.Sequence > _position)).Chunk(PageSize))
            await TellAsync(rows, ct);
    }

    private async Task ReadHistoryAsync(TimelineSnapshot snapshot, CancellationToken ct)
    {
        try
        {
            // Rows wait in their order: as long as fewer wait than memory has, none that memory lacks is among them.
            while (archive.State is var state && state.Waiting > snapshot.Rows.Count)
            {
                if (state.DownSince is not null)
                    throw Unavailable(state.Reason);
                await Task.Delay(WriterPause, clock, ct);
            }

            IReadOnlyList<TimelineEntry> page;
            do
            {
                page = await archive.ReadAfterAsync(timeline.Engine, _position, PageSize, filter, ct);
                if (page.Count > 0)
                    await TellAsync(page, ct);
            }
            while (page.Count == PageSize && !ReachesBack(snapshot));
        }
        catch (ArchiveUnavailableException ex)
        {
            throw Unavailable(ex.Message);
        }
    }

    /// <summary>Rows that were cut off the end of the history leave no trace: only a row that is at least as old proves that none is missing.</summary>
    private async Task CheckKeptAsync(CancellationToken ct)
    {
        try
        {
            var kept = await archive.ReadBeforeAsync(new() { Engines = [timeline.Engine] }, new TimelinePlace(_position + 1, timeline.Engine), 1, ct);
            if (kept.Count == 0)
                throw new HubException($"The cursor is older than what is kept of engine '{timeline.Engine}', so rows may be missing; leave it out to begin with the newest.");
        }
        catch (ArchiveUnavailableException ex)
        {
            throw Unavailable(ex.Message);
        }
    }

    private ValueTask TellAsync(IReadOnlyList<TimelineEntry> rows, CancellationToken ct)
    {
        _position = Math.Max(_position, rows[^1].Sequence);
        return tell(new(timeline.Engine, [.. rows.Where(filter.Matches).Select(TimelineRow.Of)], _position), ct);
    }

    private HubException Unavailable(string reason) =>
        new($"Older rows of engine '{timeline.Engine}' can't be read from the history: {reason} Subscribe again later with the last cursor.");
}

/// <summary>Rows of one engine, perhaps none, and the sequence up to which they are all.</summary>
internal sealed record FollowedRows(string Engine, IReadOnlyList<TimelineRow> Rows, long Position);

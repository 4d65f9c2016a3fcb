using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>Reads the timeline back.</summary>
internal sealed class TimelineArchive(
    HistoryRoom<TimelineContext> room, HistoryDatabase database, StoreState store, TimelineBacklog backlog, TimeProvider clock) : ITimelineArchive
{
    /// <summary>How long a reader waits for rows that were recorded before it came.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public ArchiveState State => store.Current;

    public Task<IReadOnlyList<TimelineEntry>> ReadBeforeAsync(TimelineFilter filter, TimelinePlace? before, int most, CancellationToken ct) =>
        ReadAsync((context, token) => new TimelineQuery(context, filter, most).BeforeAsync(before, token), ct);

    public Task<IReadOnlyList<TimelineEntry>> ReadAfterAsync(string engine, long after, int most, TimelineFilter filter, CancellationToken ct) =>
        ReadAsync((context, token) => new TimelineQuery(context, filter, most).AfterAsync(engine, after, token), ct);

    private async Task<IReadOnlyList<TimelineEntry>> ReadAsync(
        Func<TimelineContext, CancellationToken, Task<IReadOnlyList<TimelineEntry>>> read, CancellationToken ct)
    {
        await WaitForWriterAsync(ct);
        try
        {
            // The driver of SQLite works on the thread that calls it, and that can be a viewer's.
            return await Task.Run(async () =>
            {
                await using var context = await room.OpenAsync(ct);
                return await read(context, ct);
            }, ct);
        }
        catch (Exception e) when (HistoryDatabase.IsFailure(e))
        {
            throw new ArchiveUnavailableException(database.Explain(e), e);
        }
    }

    private async Task WaitForWriterAsync(CancellationToken ct)
    {
        if (store.Current.DownSince is not null)
            return;
        using var late = new CancellationTokenSource(Patience, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            await backlog.SettledAsync(stop.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The state says how many rows wait.
        }
    }
}

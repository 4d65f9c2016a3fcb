using Microsoft.EntityFrameworkCore;
using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>Writes rows of the timeline, and what the relays remember beside them.</summary>
internal sealed class TimelineStore(HistoryLease lease, HistoryRoom<TimelineContext> room, TimeProvider clock, ILogger<TimelineStore> logger)
{
    /// <summary>
    /// Writes all or nothing. A row that is there already stays as it is, but a gap takes its end and its <see cref="TimelineGap.Changes"/>. A row that the
    /// store refuses for what is in it is replaced by a gap: it must not hold up the others for ever.
    /// </summary>
    public async Task WriteAsync(IReadOnlyList<TimelineEntry> entries, IReadOnlyCollection<RelayMemory> memories, CancellationToken ct)
    {
        // The driver of SQLite works on the thread that calls it.
        await Task.Run(async () =>
        {
            await lease.HoldAsync(ct);
            try
            {
                await WriteAllAsync(entries, memories, ct);
            }
            catch (Exception e) when (HistoryDatabase.IsRefusal(e))
            {
                foreach (var entry in entries)
                    await WriteOneAsync(entry, ct);
                await WriteAllAsync([], memories, ct);
            }
        }, ct);
    }

    private async Task WriteOneAsync(TimelineEntry entry, CancellationToken ct)
    {
        try
        {
            await WriteAllAsync([entry], [], ct);
        }
        catch (Exception e) when (HistoryDatabase.IsRefusal(e) && entry is not TimelineGap)
        {
            Log.RowRefused(logger, e, entry.Engine, entry.Sequence);
            await WriteAllAsync([new TimelineGap(entry.Engine, entry.Sequence, entry.At, entry.At, GapCause.HistoryDown)], [], ct);
        }
    }

    private async Task WriteAllAsync(IReadOnlyList<TimelineEntry> entries, IReadOnlyCollection<RelayMemory> memories, CancellationToken ct)
    {
        var rows = entries.Select(RowMapper.ToStore).ToList();
        await using var context = await room.OpenAsync(ct);
        if (rows.Count + memories.Count == 0)
            return;
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        await TimelineSql.InsertSubjectsAsync(context, rows.Select(r => r.Subject).OfType<StoredSubject>(), ct);
        await TimelineSql.InsertRowsAsync(context, rows.Select(r => r.Row), ct);
        foreach (var gap in entries.OfType<TimelineGap>().GroupBy(g => (g.Engine, g.Sequence)).Select(told => told.Last()))
        {
            await context.Rows.Where(r => r.Engine == gap.Engine && r.Sequence == gap.Sequence && r.Kind == RowKind.Gap)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.At, gap.To.UtcTicks).SetProperty(r => r.Changes, gap.Changes), ct);
        }

        await MemoryKeeper.WriteAsync(context, memories, clock.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
    }
}

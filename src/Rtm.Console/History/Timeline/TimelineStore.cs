using Microsoft.EntityFrameworkCore;
using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>Writes rows of the timeline, and knows how the store is.</summary>
internal sealed class TimelineStore(HistoryRoom<TimelineContext> room, TimelineBacklog backlog, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _downSince;
    private string _reason = "";

    public ArchiveState State
    {
        get
        {
            lock (_lock)
                return new(_downSince, _reason, backlog.Waiting);
        }
    }

    /// <summary>Writes all of the rows or none; one that is there already stays as it is, but a gap takes its <see cref="TimelineGap.Changes"/>.</summary>
    public async Task WriteAsync(IReadOnlyList<TimelineEntry> entries, CancellationToken ct)
    {
        var rows = entries.Select(RowMapper.ToStore).ToList();
        // The driver of SQLite works on the thread that calls it.
        await Task.Run(async () =>
        {
            await using var context = await room.OpenAsync(ct);
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            await TimelineSql.InsertSubjectsAsync(context, rows.Select(r => r.Subject).OfType<StoredSubject>(), ct);
            await TimelineSql.InsertRowsAsync(context, rows.Select(r => r.Row), ct);
            foreach (var gap in entries.OfType<TimelineGap>().Where(g => g.Changes is not null))
            {
                await context.Rows.Where(r => r.Engine == gap.Engine && r.Sequence == gap.Sequence && r.Kind == RowKind.Gap)
                    .ExecuteUpdateAsync(set => set.SetProperty(r => r.Changes, gap.Changes), ct);
            }

            await transaction.CommitAsync(ct);
        }, ct);
    }

    /// <returns>Whether that is news.</returns>
    public bool SetDown(string reason)
    {
        lock (_lock)
        {
            var isNew = _reason != reason;
            (_downSince, _reason) = (_downSince ?? clock.GetUtcNow(), reason);
            return isNew;
        }
    }

    /// <returns>Whether that is news.</returns>
    public bool SetUp()
    {
        lock (_lock)
        {
            var isNew = _downSince is not null;
            (_downSince, _reason) = (null, "");
            return isNew;
        }
    }
}

using Microsoft.EntityFrameworkCore;

namespace Rtm.Console.History.Timeline;

/// <summary>Removes the oldest rows, by age and by number, a few at a time: new rows come between.</summary>
internal sealed class TimelineRetention(
    HistoryRoom<TimelineContext> room, HistoryLease lease, HistoryOptions options, HistoryDatabase database, TimeProvider clock,
    ILogger<TimelineRetention> logger) : BackgroundService, IAsyncDisposable
{
    private const int MostAtOnce = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    /// <summary>After that nothing touches the store any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (ExecuteTask is { } running)
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>How many rows were removed.</returns>
    public async Task<long> SweepAsync(CancellationToken ct)
    {
        await lease.HoldAsync(ct);
        await using var context = await room.OpenAsync(ct);
        var removed = await RemoveAsync(context, RowMapper.PlaceOf(clock.GetUtcNow() - options.KeepFor), long.MaxValue, ct);
        var excess = await context.Rows.LongCountAsync(ct) - options.KeepRows;
        if (excess > 0)
            removed += await RemoveAsync(context, long.MaxValue, excess, ct);
        if (removed > 0)
            await RemoveSubjectsAsync(context, ct);
        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                // The driver of SQLite works on the thread that calls it.
                if (await Task.Run(() => SweepAsync(stoppingToken), stoppingToken) is > 0 and var removed)
                    Log.RowsRemoved(logger, removed);
            }
            catch (HistoryHeldException)
            {
                // The console that writes the history sweeps it, too.
            }
            catch (Exception e) when (HistoryDatabase.IsFailure(e))
            {
                Log.RetentionFailed(logger, database.Explain(e));
            }
        }
    }

    /// <summary>The oldest of all engines together, up to a place and a number.</summary>
    private async Task<long> RemoveAsync(TimelineContext context, long below, long most, CancellationToken ct)
    {
        var removed = 0L;
        var engines = await TimelineQuery.EnginesOfAsync(context, ct);
        while (removed < most)
        {
            var oldest = new List<long>();
            foreach (var engine in engines)
            {
                oldest.AddRange(await context.Rows.Where(r => r.Engine == engine && r.Sequence < below)
                    .OrderBy(r => r.Sequence).Take(MostAtOnce).Select(r => r.Sequence).ToListAsync(ct));
            }

            if (oldest.Count == 0)
                return removed;
            oldest.Sort();
            var upTo = oldest[(int)Math.Min(Math.Min(MostAtOnce, most - removed), oldest.Count) - 1];
            foreach (var engine in engines)
                removed += await context.Rows.Where(r => r.Engine == engine && r.Sequence <= upTo).ExecuteDeleteAsync(ct);
            await Task.Delay(Breath, clock, ct);
        }

        return removed;
    }

    private static async Task RemoveSubjectsAsync(TimelineContext context, CancellationToken ct)
    {
        foreach (var engine in await TimelineQuery.EnginesOfAsync(context, ct))
        {
            var oldest = await context.Rows.Where(r => r.Engine == engine).MinAsync(r => r.Sequence, ct);
            await context.Subjects.Where(s => s.Engine == engine && s.Last < oldest).ExecuteDeleteAsync(ct);
        }
    }
}

using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>Writes the backlog in batches, in order, off the hot path; while the store is down it tries again and again.</summary>
internal sealed class TimelineWriter(
    TimelineBacklog backlog, TimelineStore store, StoreState state, MemoryKeeper keeper, HistoryDatabase database, TimeProvider clock, ILogger<TimelineWriter> logger)
    : BackgroundService, IAsyncDisposable
{
    public const int MostAtOnce = 500;

    /// <summary>How often what the relays remember is written while no row comes, and the store is looked after.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Also without rows: how the store is must show before the first of them comes.
            if (await TryWriteAsync(now: false, stoppingToken) is { } failure)
                await Task.Delay(Backoff.After(++_failures, failure), clock, stoppingToken);
            else
                await WaitAsync(stoppingToken);
        }
    }

    /// <summary>What was recorded last is written before the console ends, if the store takes it.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        do
        {
            if (cancellationToken.IsCancellationRequested || await TryWriteAsync(now: true, cancellationToken) is not null)
                break;
        }
        while (backlog.Waiting > 0);

        if (backlog.Waiting is > 0 and var lost)
            Log.RowsLostAtEnd(logger, lost);
    }

    /// <summary>After that nothing touches the store any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Dispose();
        if (ExecuteTask is { } running)
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(backlog.WaitAsync(stop.Token), Task.Delay(Pause, clock, stop.Token));
        await stop.CancelAsync();
    }

    private async Task<Exception?> TryWriteAsync(bool now, CancellationToken ct)
    {
        try
        {
            // First what the relays remember, then the rows: so that none of the rows it knows of is missing.
            var memories = keeper.Take(now);
            var rows = backlog.Take(MostAtOnce);
            if (!backlog.IsAllTaken)
                memories = [];
            await store.WriteAsync(rows, memories, ct);
            backlog.Settle();
            keeper.Wrote(memories);
            if (state.SetUp())
                Log.HistoryBack(logger, backlog.Waiting);
            _failures = 0;
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever goes wrong must be seen, and must not end the history for good.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var reason = HistoryDatabase.IsFailure(e) ? database.Explain(e) : $"The console failed to write the history: {e.Message}";
            if (!HistoryDatabase.IsFailure(e) && _failures == 0)
                Log.WriterFault(logger, e);
            // The other console has what was dropped here meanwhile.
            if (e is HistoryHeldException)
                backlog.ForgetLost();
            if (state.SetDown(reason))
                Log.HistoryDown(logger, reason);
            return e;
        }
    }
}

using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>Writes the backlog in batches, in order, off the hot path; while the store is down it tries again and again.</summary>
internal sealed class TimelineWriter(
    TimelineBacklog backlog, TimelineStore store, HistoryDatabase database, TimeProvider clock, ILogger<TimelineWriter> logger)
    : BackgroundService, IAsyncDisposable
{
    public const int MostAtOnce = 500;

    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await backlog.WaitAsync(stoppingToken);
            if (await TryWriteAsync(stoppingToken) is { } failure)
                await Task.Delay(Backoff.After(++_failures, failure), clock, stoppingToken);
        }
    }

    /// <summary>What was recorded last is written before the console ends, if the store takes it.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (backlog.Waiting > 0 && !cancellationToken.IsCancellationRequested)
        {
            if (await TryWriteAsync(cancellationToken) is not null)
                break;
        }

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

    private async Task<Exception?> TryWriteAsync(CancellationToken ct)
    {
        try
        {
            await store.WriteAsync(backlog.Take(MostAtOnce), ct);
            backlog.Settle();
            if (store.SetUp())
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
            if (store.SetDown(reason))
                Log.HistoryDown(logger, reason);
            return e;
        }
    }
}

using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Reads one engine again and again and writes its board; the only writer there is.</summary>
internal sealed class EnginePump(
    IDockerEngine engine, EngineBoard board, OwnerScope scope, RelayOptions options, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly DetailsReader _details = new(engine, board, logger);
    private int _failures;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var failure = await ReadAsync(ct);
            await board.Retry.WaitAsync(failure is null ? Recovered() : Failed(failure), clock, ct);
        }
    }

    /// <summary>The wait before try <paramref name="failures"/> + 1: doubling, with jitter so that consoles don't march in step.</summary>
    internal static TimeSpan Backoff(int failures, double jitter)
    {
        var grown = FirstBackoff * Math.Pow(2, Math.Min(failures - 1, 10));
        return (grown < LongestBackoff ? grown : LongestBackoff) * (0.8 + 0.2 * jitter);
    }

    private async Task<Exception?> ReadAsync(CancellationToken ct)
    {
        try
        {
            var wasLive = board.Current.Connection.Phase == ConnectionPhase.Live;
            var rows = await ListAsync(ct);
            if (!wasLive)
                await ReadInfoAsync(ct);
            await _details.ReadAsync(rows, ct);
            return null;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (EngineException ex)
        {
            return ex;
        }
#pragma warning disable CA1031 // A fault of the console's own must show on the board and in the log, and must not end the pump for good.
        catch (Exception ex)
#pragma warning restore CA1031
        {
            Log.PumpFault(logger, ex, board.Engine);
            return ex;
        }
    }

    private async Task<IReadOnlyCollection<ContainerSummary>> ListAsync(CancellationToken ct)
    {
        var known = board.Current.Containers;
        var rows = new List<ContainerSummary>();
        var containers = new List<BoardContainer>();
        foreach (var row in await engine.ListAsync(scope.Filter, ct))
        {
            if (scope.OwnerOf(row.Labels) is not { } owner)
                continue;
            rows.Add(row);
            containers.Add(ContainerMapper.FromSummary(board.Engine, owner, row, known.GetValueOrDefault(row.Id)));
        }

        board.ShowList(containers);
        return rows;
    }

    private async Task ReadInfoAsync(CancellationToken ct)
    {
        try
        {
            var info = await engine.GetEngineInfoAsync(ct);
            board.ShowInfo(info);
            Log.EngineLive(logger, board.Engine, engine.Endpoint, info.Version);
        }
        catch (EngineException ex) when (ex is not EngineUnreachableException)
        {
            // Its list was read, so the board is good without its version.
            Log.InfoUnreadable(logger, ex, board.Engine, ex.Message);
        }
    }

    private TimeSpan Recovered()
    {
        if (_failures > 0)
            Log.EngineBack(logger, board.Engine, _failures);
        _failures = 0;
        return options.RefreshInterval;
    }

    private TimeSpan Failed(Exception failure)
    {
        _failures++;
        var wait = Backoff(_failures, Random.Shared.NextDouble());
        var reason = failure is EngineException ? failure.Message : $"The console failed to read Docker Engine '{board.Engine}': {failure.Message}";
        var before = board.Current.Connection;
        board.ShowFailure(reason, clock.GetUtcNow() + wait);
        if (before.Phase == ConnectionPhase.Live || before.Reason != reason)
            Log.EngineLost(logger, board.Engine, reason);
        return wait;
    }
}

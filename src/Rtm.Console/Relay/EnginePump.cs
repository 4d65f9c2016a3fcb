using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Keeps one engine's session alive: begins it, and begins it again whenever it is lost.</summary>
internal sealed class EnginePump
{
    private readonly RelayParts _parts;
    private readonly EngineBoard _board;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly StreamProbe _probe;
    private readonly EngineSession _session;
    private int _failures;

    public EnginePump(
        IDockerEngine engine, EngineBoard board, EngineTimeline timeline, OwnerScope scope, RelayOptions options, TimeProvider clock, ILogger logger,
        IRelayMemoryKeeper? keeper = null)
    {
        (_board, _clock, _logger) = (board, clock, logger);
        _parts = new(engine, board, timeline, scope, clock, logger, keeper);
        _probe = new(_parts, board, options, clock, logger);
        _session = new(_parts, board, clock, logger, new(_parts, board, options, clock, logger), _probe);
    }

    public async Task RunAsync(CancellationToken ct)
    {
        // Inspects outlive a session: one that hangs must not hold up the next connection.
        var inspects = _parts.Queue.RunAsync(ct);
        await _parts.Memory.RecallAsync(ct);
        var recall = _parts.Memory.RecallLateAsync(_clock, ct);
        while (!ct.IsCancellationRequested)
        {
            var begun = _clock.GetTimestamp();
            var failure = await RunSessionAsync(ct);
            // The next failure is a first failure.
            if (_board.Current.Connection.Phase == ConnectionPhase.Live && _clock.GetElapsedTime(begun) >= EngineSession.Good)
                _failures = 0;
            await _board.Retry.WaitAsync(Failed(failure), _clock, ct);
        }

        await Task.WhenAll(inspects, recall);
    }

    private async Task<Exception> RunSessionAsync(CancellationToken ct)
    {
        try
        {
            await _session.RunAsync(ct);
            throw new InvalidOperationException("A session ended without a reason.");
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
            Log.PumpFault(_logger, ex, _board.Engine);
            return ex;
        }
    }

    private TimeSpan Failed(Exception failure)
    {
        // A broken stream delivered until it broke; of one that fell silent only the last sign of life counts.
        var now = _clock.GetUtcNow();
        if (_board.Current.Connection.Phase == ConnectionPhase.Live)
            _board.Confirm(failure is EngineTimeoutException || _probe.FoundDead ? now - _probe.Unconfirmed : now);
        if (!_session.IsListed)
            _parts.Writer.Unread(_parts.Queue.Clear());
        var wait = Backoff.After(++_failures, failure);
        var reason = failure is EngineException ? failure.Message : $"The console failed to read Docker Engine '{_board.Engine}': {failure.Message}";
        var before = _board.Current.Connection;
        _board.ShowFailure(reason, now + wait, _session.IsListed);
        if (before.Phase == ConnectionPhase.Live || before.Reason != reason)
            LogLoss(reason);
        return wait;
    }

    private void LogLoss(string reason)
    {
        if (_board.Current.Connection.Phase == ConnectionPhase.Unfollowed)
            Log.EventsUnavailable(_logger, _board.Engine, reason);
        else
            Log.EngineLost(_logger, _board.Engine, reason);
    }
}

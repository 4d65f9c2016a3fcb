using System.Collections.Concurrent;
using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Lists an engine when a session begins and now and then after: what events did not tell is corrected, and said.</summary>
internal sealed class Reconciler(RelayParts parts, EngineBoard board, RelayOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>How long an event may be on its way after the list has shown its effect.</summary>
    internal static readonly TimeSpan EventGrace = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<TimelineGap> _owed = new();
    private DateTimeOffset? _listed;

    /// <summary>A gap whose differences the next list is to tell, in this session or a later one.</summary>
    public void Owe(TimelineGap gap) => _owed.Enqueue(gap);

    /// <summary>Lists until cancelled.</summary>
    /// <param name="ticket">For the first list.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="EngineUnreachableException">The engine is gone.</exception>
    public async Task RunAsync(ListTicket ticket, CancellationToken ct)
    {
        var failures = 0;
        while (true)
        {
            try
            {
                await ListAsync(ticket, ct);
                failures = 0;
                await Task.Delay(options.ReconcileInterval, clock, ct);
                ticket = parts.Writer.BeginList();
            }
            catch (EngineException ex) when (ex is not EngineUnreachableException)
            {
                Log.ListFailed(logger, board.Engine, ex.Message);
                var wait = Backoff.After(++failures, ex);
                // While events come the board stays right without lists; before the first one it isn't.
                if (board.Current.Connection.Phase != ConnectionPhase.Live)
                    board.ShowFailure(ex.Message, clock.GetUtcNow() + wait);
                await board.Retry.WaitAsync(wait, clock, ct);
            }
        }
    }

    private async Task ListAsync(ListTicket ticket, CancellationToken ct)
    {
        var owed = _owed.Count;
        var rows = await parts.Engine.ListAsync(parts.Scope.Filter, ct);
        var engineNow = await EngineNowAsync(ticket, rows, ct);
        var isBack = board.Current.Connection is { Phase: not ConnectionPhase.Live, Reason: not null };
        var differences = parts.Writer.Show(ticket, rows, parts.Queue, engineNow, all: owed > 0);
        if (isBack)
            Log.EngineBack(logger, board.Engine);

        var before = _listed;
        _listed = engineNow;
        if (owed > 0)
            Explain(owed, differences, engineNow);
        else if (before is { } from && differences.Count > 0)
            await SayUnannouncedAsync(ticket, differences, from, engineNow, ct);
    }

    // The list counts by the engine's clock: a clock that was set must not look like containers that were restarted.
    private async Task<DateTimeOffset> EngineNowAsync(ListTicket ticket, IReadOnlyList<ContainerSummary> rows, CancellationToken ct)
    {
        var engineNow = board.Current.EngineTime(clock.GetUtcNow());
        if (!rows.Any(row => BoardWriter.IsLater(ticket, row, engineNow)))
            return engineNow;
        try
        {
            return (await parts.ReadClockAsync(ct)).EngineTime ?? engineNow;
        }
        catch (EngineException ex) when (ex is not (EngineUnreachableException or EngineTimeoutException))
        {
            Log.InfoUnreadable(logger, ex, board.Engine, ex.Message);
            return engineNow;
        }
    }

    // Of several gaps before one list nobody knows in which of them something changed: the first one covers it.
    private void Explain(int owed, IReadOnlyList<ContainerDifference> differences, DateTimeOffset engineNow)
    {
        for (; owed > 0 && _owed.TryDequeue(out var gap); owed--, differences = [])
            parts.Timeline.Explain(gap, differences, engineNow);
    }

    private async Task SayUnannouncedAsync(
        ListTicket ticket, IReadOnlyList<ContainerDifference> differences, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await Task.Delay(EventGrace, clock, ct);
        if (parts.Writer.Unannounced(ticket, differences) is { Count: > 0 } lost)
            parts.Timeline.Explain(parts.Lost(from, to, GapCause.Unknown), lost, to);
    }
}

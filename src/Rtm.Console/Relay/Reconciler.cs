using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Lists an engine when a session begins and now and then after: what events did not tell is corrected, and said.</summary>
internal sealed class Reconciler(RelayParts parts, EngineBoard board, RelayOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>How long an event may be on its way after the list has shown its effect.</summary>
    internal static readonly TimeSpan EventGrace = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<TimelineGap> _owed = [];
    private DateTimeOffset? _listed;

    /// <summary>Whether this session's list was given or refused: there is no need to ask once more.</summary>
    public bool WasAnswered { get; private set; }

    public void BeginSession() => WasAnswered = false;

    /// <summary>A gap whose differences the next list is to tell, in this session or a later one.</summary>
    public void Owe(TimelineGap gap)
    {
        lock (_lock)
            _owed.Add(gap);
    }

    /// <summary>
    /// A session begins with a loss. As long as no session gets to a list with events after it, that is one loss which grows: an engine that
    /// can't prove anything would have a gap for each try.
    /// </summary>
    public void Owe(DateTimeOffset from, DateTimeOffset to, GapCause cause)
    {
        lock (_lock)
        {
            // Times from before a step of the clock don't compare.
            if (_owed is [.., var open] && open.Cause == cause && cause != GapCause.ClockStepped)
                _owed[^1] = parts.Timeline.Extend(open, to);
            else
                _owed.Add(parts.Lost(from, to, cause));
        }
    }

    /// <summary>Shows the list of an engine that doesn't tell its events.</summary>
    /// <exception cref="EngineException">It doesn't tell its list either.</exception>
    public async Task ListAloneAsync(ListTicket ticket, CancellationToken ct)
    {
        var (rows, engineNow) = await AskAsync(ticket, ct);
        parts.Writer.Show(ticket, rows, parts.Queue, engineNow, ListUse.Alone);
        _listed ??= engineNow;
    }

    /// <summary>Lists until cancelled.</summary>
    /// <param name="ticket">For the first list.</param>
    /// <param name="hold">How long the stream has to hold before that; the list was shown already where this isn't 0.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="EngineUnreachableException">The engine is gone.</exception>
    public async Task RunAsync(ListTicket ticket, TimeSpan hold, CancellationToken ct)
    {
        if (hold > TimeSpan.Zero)
        {
            await Task.Delay(hold, clock, ct);
            ticket = parts.Writer.BeginList(parts.Queue);
        }

        var failures = 0;
        while (true)
        {
            try
            {
                await ListAsync(ticket, ct);
                failures = 0;
                await Task.Delay(options.ReconcileInterval, clock, ct);
                ticket = parts.Writer.BeginList(parts.Queue);
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

    private int Owed
    {
        get
        {
            lock (_lock)
                return _owed.Count;
        }
    }

    private async Task ListAsync(ListTicket ticket, CancellationToken ct)
    {
        var owed = Owed;
        var (rows, engineNow) = await AskAsync(ticket, ct);
        var isBack = board.Current.Connection is { Phase: not ConnectionPhase.Live, Reason: not null };
        var differences = parts.Writer.Show(ticket, rows, parts.Queue, engineNow, owed > 0 ? ListUse.AfterGap : ListUse.Correction);
        if (isBack)
            Log.EngineBack(logger, board.Engine);

        var before = _listed;
        _listed = engineNow;
        if (owed > 0)
            Explain(owed, differences, engineNow);
        else if (before is { } from && differences.Count > 0)
            await SayUnannouncedAsync(ticket, differences, from, engineNow, ct);
    }

    private async Task<(IReadOnlyList<ContainerSummary> Rows, DateTimeOffset EngineNow)> AskAsync(ListTicket ticket, CancellationToken ct)
    {
        try
        {
            var rows = await parts.Engine.ListAsync(parts.Scope.Filter, ct);
            WasAnswered = true;
            return (rows, await EngineNowAsync(ticket, rows, ct));
        }
        catch (EngineException)
        {
            WasAnswered = true;
            throw;
        }
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
        List<TimelineGap> gaps;
        lock (_lock)
        {
            gaps = _owed[..owed];
            _owed.RemoveRange(0, owed);
        }

        foreach (var gap in gaps)
        {
            parts.Timeline.Explain(gap, differences, engineNow);
            differences = [];
        }
    }

    private async Task SayUnannouncedAsync(
        ListTicket ticket, IReadOnlyList<ContainerDifference> differences, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        await Task.Delay(EventGrace, clock, ct);
        if (parts.Writer.Unannounced(ticket, differences) is { Count: > 0 } lost)
            parts.Timeline.Explain(parts.Lost(from, to, GapCause.Unknown), lost, to);
    }
}

using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Finds out whether a silent stream is quiet or dead: what the engine can replay is compared with what the stream delivered.</summary>
internal sealed class StreamProbe(RelayParts parts, EngineBoard board, RelayOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>How long a message may be on its way while the engine replays it already.</summary>
    private static readonly TimeSpan MessageGrace = TimeSpan.FromSeconds(1);

    /// <summary>Silence, question and grace together find a dead stream within 20 s.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private long _heard;
    private long _confirmed;

    /// <summary>Whether this probe, and nothing else, ended the session.</summary>
    public bool FoundDead { get; private set; }

    /// <summary>For how long the stream has not been known to be alive.</summary>
    public TimeSpan Unconfirmed => clock.GetElapsedTime(Math.Max(Volatile.Read(ref _heard), _confirmed));

    private EngineFailure Where => new(board.Engine, "watch events", "");

    /// <summary>The stream delivered something.</summary>
    public void Heard() => Volatile.Write(ref _heard, clock.GetTimestamp());

    /// <summary>Probes until cancelled.</summary>
    /// <exception cref="EngineException">The stream is dead, or the engine itself is.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        FoundDead = false;
        _confirmed = clock.GetTimestamp();
        Heard();
        while (true)
        {
            var left = options.ProbeInterval - Unconfirmed;
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, clock, ct);
                continue;
            }

            await ProbeAsync(ct);
            _confirmed = clock.GetTimestamp();
        }
    }

    private async Task ProbeAsync(CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Longest, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        Func<bool> isMissing;
        try
        {
            isMissing = await CompareAsync(stop.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new EngineTimeoutException(Where, $"Docker Engine '{board.Engine}' did not say within {Longest.TotalSeconds:0} s what its stream should have delivered.");
        }
        catch (EngineException ex) when (ex is not (EngineUnreachableException or EngineTimeoutException or EngineStreamException))
        {
            // An engine that refuses to replay is alive; that its stream is too stays open until the next time.
            Log.ReplayRefused(logger, board.Engine, ex.Message);
            return;
        }

        if (!isMissing())
            return;
        await Task.Delay(MessageGrace, clock, ct);
        if (!isMissing())
            return;
        FoundDead = true;
        throw new EngineStreamException(Where, $"Docker Engine '{board.Engine}' has events that its stream did not deliver; the stream is dead and is replaced.");
    }

    /// <summary>Asks the engine once.</summary>
    /// <returns>Whether the stream still owes something of the answer.</returns>
    private async Task<Func<bool>> CompareAsync(CancellationToken ct)
    {
        var continuity = parts.Continuity;
        var info = await parts.ReadClockAsync(ct);
        var engineNow = info.EngineTime ?? clock.GetUtcNow();
        var (last, cursor) = (continuity.Last, continuity.Cursor);
        if (cursor is null)
            return () => false;
        if (continuity.IsAheadOf(engineNow))
            return () => continuity.IsAheadOf(engineNow);
        var replay = await parts.Engine.ReplayEventsAsync(cursor, ReplayWindow.Until(cursor, last, engineNow), ct);
        var isForgotten = last is not null && replay.All(m => m.Key != last.Key);
        return () =>
        {
            if (replay.Any(m => !continuity.Saw(m)) || (isForgotten && continuity.Last == last))
                return true;
            // An engine that remembers nothing proves nothing.
            if (last is not null && !isForgotten)
                continuity.Confirm(engineNow);
            return false;
        };
    }
}

/// <summary>The end of a bounded replay.</summary>
internal static class ReplayWindow
{
    /// <summary>The engine's now, but never before what was seen: a message may be stamped a little after the reading of the clock.</summary>
    public static EventCursor Until(EventCursor since, EngineMessage? last, DateTimeOffset engineNow) =>
        EventCursor.At(Math.Max(EventCursor.At(engineNow).TimeNano, Math.Max(since.TimeNano, last?.TimeNano ?? 0)));
}

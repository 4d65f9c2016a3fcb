using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Finds out whether a silent stream is quiet or dead: what the engine can replay is compared with what the stream delivered.</summary>
internal sealed class StreamProbe(RelayParts parts, EngineBoard board, RelayOptions options, TimeProvider clock, ILogger logger)
{
    /// <summary>How long a message may be on its way while the engine replays it already.</summary>
    private static readonly TimeSpan MessageGrace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    private long _heard;
    private long _confirmed;

    /// <summary>Whether this probe, and nothing else, ended the session.</summary>
    public bool FoundDead { get; private set; }

    /// <summary>For how long the stream has not been known to be alive.</summary>
    public TimeSpan Unconfirmed => clock.GetElapsedTime(Math.Max(Volatile.Read(ref _heard), _confirmed));

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
        try
        {
            if (!await IsMissingAsync(ct))
                return;
            await Task.Delay(MessageGrace, clock, ct);
            if (!await IsMissingAsync(ct))
                return;
        }
        catch (EngineException ex) when (ex is not (EngineUnreachableException or EngineTimeoutException or EngineStreamException))
        {
            // An engine that refuses to replay is alive; that its stream is too stays open until the next time.
            Log.ReplayRefused(logger, board.Engine, ex.Message);
            return;
        }

        FoundDead = true;
        throw new EngineStreamException(
            new(board.Engine, "watch events", ""),
            $"Docker Engine '{board.Engine}' has events that its stream did not deliver; the stream is dead and is replaced.");
    }

    private async Task<bool> IsMissingAsync(CancellationToken ct)
    {
        var info = await parts.Engine.GetEngineInfoAsync(ct);
        if ((info.ClockSkew - board.Current.Info?.ClockSkew)?.Duration() > ClockTolerance)
            board.ShowInfo(info);
        var engineNow = info.EngineTime ?? clock.GetUtcNow();
        var (last, cursor) = (parts.Continuity.Last, parts.Continuity.Cursor);
        if (cursor is null)
            return false;
        if (parts.Continuity.IsAheadOf(engineNow))
            return true;
        var replay = await parts.Engine.ReplayEventsAsync(cursor, ReplayWindow.Until(cursor, last, engineNow), ct);
        return replay.Any(m => !parts.Continuity.Saw(m)) || (last is not null && parts.Continuity.Last == last && replay.All(m => m.Key != last.Key));
    }
}

/// <summary>The end of a bounded replay.</summary>
internal static class ReplayWindow
{
    /// <summary>The engine's now, but never before what was seen: a message may be stamped a little after the reading of the clock.</summary>
    public static EventCursor Until(EventCursor since, EngineMessage? last, DateTimeOffset engineNow) =>
        EventCursor.At(Math.Max(EventCursor.At(engineNow).TimeNano, Math.Max(since.TimeNano, last?.TimeNano ?? 0)));
}

using System.Net;
using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>One connection to an engine, from its first answer to its loss: resume, then watch, list and probe side by side.</summary>
internal sealed class EngineSession(RelayParts parts, EngineBoard board, TimeProvider clock, ILogger logger, Reconciler reconciler, StreamProbe probe)
{
    /// <summary>Runs until the engine or its stream is lost.</summary>
    /// <exception cref="EngineException">How it was lost.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var info = await ReadInfoAsync(ct);
        var engineNow = info?.EngineTime ?? board.Current.EngineTime(clock.GetUtcNow());
        // Taken before anything is replayed, so that what is replayed counts as newer than the list.
        var ticket = parts.Writer.BeginList(parts.Memory.Before);
        await ResumeAsync(info, engineNow, ct);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] jobs = [WatchAsync(stop.Token), reconciler.RunAsync(ticket, stop.Token), probe.RunAsync(stop.Token)];
        var ended = await Task.WhenAny(jobs);
        await stop.CancelAsync();
        await Task.WhenAll(jobs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ended;
    }

    private async Task<EngineInfo?> ReadInfoAsync(CancellationToken ct)
    {
        try
        {
            var info = await parts.Engine.GetEngineInfoAsync(ct);
            board.ShowInfo(info);
            Log.EngineLive(logger, board.Engine, parts.Engine.Endpoint, info.Version);
            return info;
        }
        catch (EngineException ex) when (ex is not (EngineUnreachableException or EngineTimeoutException))
        {
            Log.InfoUnreadable(logger, ex, board.Engine, ex.Message);
            return null;
        }
    }

    /// <summary>Takes what was missed, and says so where that can't be all.</summary>
    private async Task ResumeAsync(EngineInfo? info, DateTimeOffset engineNow, CancellationToken ct)
    {
        var continuity = parts.Continuity;
        var isAnother = continuity.IsAnother(info?.EngineId);
        if (!continuity.IsWatched || continuity.Cursor is not { } cursor)
        {
            await AnchorAsync(engineNow, ct);
            return;
        }

        var last = continuity.Last;
        var runId = last is null ? await ReadRunIdAsync(ct) : "";
        var clockIsBehind = continuity.IsAheadOf(engineNow);
        var until = clockIsBehind ? EventCursor.At(engineNow) : ReplayWindow.Until(cursor, last, engineNow);
        var replay = clockIsBehind ? null : await ReplayAsync(cursor, until, ct);
        // What a step of the clock hides from the cursor may still be in the engine's memory.
        if (!continuity.IsProvenBy(replay))
            replay = await ReplayAsync(EventCursor.At(0), until, ct);
        if ((isAnother ? GapCause.EngineRestarted : continuity.Judge(replay, clockIsBehind, runId)) is { } evidence)
        {
            var cause = evidence is GapCause.RingOverflowed or GapCause.Unknown && parts.Memory.Recalled is not null ? GapCause.ConsoleDown : evidence;
            var to = replay?.FirstOrDefault(m => !continuity.Saw(m))?.OccurredAt ?? engineNow;
            // Times from before a step of the clock don't compare.
            var from = continuity.CompleteUntil is { } complete && (clockIsBehind || complete < to) ? complete : to;
            reconciler.Owe(parts.Lost(from, to, cause));
            continuity.Begin(engineNow);
        }
        else if (clockIsBehind)
        {
            continuity.Begin(engineNow);
        }

        foreach (var message in replay ?? [])
            parts.Intake.Take(message);
        continuity.Confirm(engineNow);
        if (continuity.Last is null)
            continuity.RunId = runId.Length > 0 ? runId : await ReadRunIdAsync(ct);
    }

    // What happened before the first list is in that list. The newest of it is noted all the same: continuity needs something to be proven by.
    private async Task AnchorAsync(DateTimeOffset engineNow, CancellationToken ct)
    {
        parts.Continuity.Begin(engineNow);
        foreach (var message in await ReplayAsync(EventCursor.At(0), EventCursor.At(engineNow), ct) ?? [])
            parts.Continuity.Note(message);
        if (parts.Continuity.Last is null)
            parts.Continuity.RunId = await ReadRunIdAsync(ct);
    }

    private async Task<string> ReadRunIdAsync(CancellationToken ct)
    {
        try
        {
            return await parts.Engine.ReadRunIdAsync(ct);
        }
        catch (EngineException ex) when (IsRefusal(ex))
        {
            Log.RunIdUnreadable(logger, board.Engine, ex.Message);
            return "";
        }
    }

    private async Task<IReadOnlyList<EngineMessage>?> ReplayAsync(EventCursor since, EventCursor until, CancellationToken ct)
    {
        try
        {
            return await parts.Engine.ReplayEventsAsync(since, until, ct);
        }
        catch (EngineException ex) when (IsRefusal(ex))
        {
            Log.ReplayRefused(logger, board.Engine, ex.Message);
            return null;
        }
    }

    // What an engine in trouble can't say now it may say at the next try, and then nothing is lost.
    private static bool IsRefusal(EngineException ex) =>
        ex is not (EngineUnreachableException or EngineTimeoutException or EngineStreamException) && ex.StatusCode is not >= HttpStatusCode.InternalServerError;

    private async Task WatchAsync(CancellationToken ct)
    {
        parts.Continuity.Watch();
        await foreach (var message in parts.Engine.WatchEventsAsync(parts.Continuity.Cursor, ct))
        {
            probe.Heard();
            if (parts.Continuity.ShowsLoss(message) && parts.Continuity.CompleteUntil is { } from)
                reconciler.Owe(parts.Lost(from, message.OccurredAt ?? from, GapCause.Unknown));
            parts.Intake.Take(message);
        }

        throw new EngineStreamException(new(board.Engine, "watch events", ""), $"The event stream of Docker Engine '{board.Engine}' ended.");
    }
}

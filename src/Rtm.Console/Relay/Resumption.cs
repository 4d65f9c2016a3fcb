using System.Net;
using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Goes on where the session before ended.</summary>
internal sealed class Resumption(RelayParts parts, EngineBoard board, ILogger logger, Reconciler reconciler)
{
    /// <summary>Whether the engine would not repeat its events this time.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Takes what was missed, and says so where that can't be all.</summary>
    public async Task RunAsync(EngineInfo? info, DateTimeOffset engineNow, CancellationToken ct)
    {
        IsRefused = false;
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
        HashSet<EngineMessage> old = [.. clockIsBehind ? [] : replay?.Where(continuity.IsBeforeFirstList) ?? []];
        if ((isAnother ? GapCause.EngineRestarted : continuity.Judge(replay, clockIsBehind, runId)) is { } evidence)
        {
            var cause = evidence is GapCause.RingOverflowed or GapCause.Unknown && parts.Memory.Recalled is not null ? GapCause.ConsoleDown : evidence;
            var to = replay?.FirstOrDefault(m => !continuity.Saw(m) && !old.Contains(m))?.OccurredAt ?? engineNow;
            // Times from before a step of the clock don't compare.
            var from = continuity.CompleteUntil is { } complete && (clockIsBehind || complete < to) ? complete : to;
            reconciler.Owe(from, to, cause);
            continuity.Begin(engineNow);
        }
        else if (clockIsBehind)
        {
            continuity.Begin(engineNow);
        }

        foreach (var message in replay ?? [])
        {
            if (old.Contains(message))
                continuity.Note(message);
            else
                parts.Intake.Take(message);
        }

        if (replay is not null)
            continuity.Anchored();
        continuity.Confirm(engineNow);
        if (continuity.Last is null)
            continuity.RunId = runId.Length > 0 ? runId : await ReadRunIdAsync(ct);
    }

    /// <summary>The list was shown although the engine could not be asked what it remembers: it is the beginning of what is to be continued.</summary>
    public async Task AdoptListAsync(CancellationToken ct)
    {
        if (parts.Continuity.IsWatched)
            return;
        parts.Continuity.Adopt();
        parts.Continuity.RunId = await ReadRunIdAsync(ct);
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
            IsRefused = true;
            return null;
        }
    }

    // What an engine in trouble can't say now it may say at the next try, and then nothing is lost.
    private static bool IsRefusal(EngineException ex) =>
        ex is not (EngineUnreachableException or EngineTimeoutException or EngineStreamException) && ex.StatusCode is not >= HttpStatusCode.InternalServerError;
}

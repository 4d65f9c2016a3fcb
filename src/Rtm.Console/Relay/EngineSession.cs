using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>One connection to an engine, from its first answer to its loss: resume, then watch, list and probe side by side.</summary>
internal sealed class EngineSession(RelayParts parts, EngineBoard board, TimeProvider clock, ILogger logger, Reconciler reconciler, StreamProbe probe)
{
    /// <summary>A session that held this long was a good one.</summary>
    public static readonly TimeSpan Good = TimeSpan.FromSeconds(5);

    private readonly Resumption _resumption = new(parts, board, logger, reconciler);
    private bool _isDoubtful;
    private bool _isNews;

    /// <summary>Whether the engine gave its list, without events to follow it.</summary>
    public bool IsListed { get; private set; }

    /// <summary>Runs until the engine or its stream is lost.</summary>
    /// <exception cref="EngineException">How it was lost.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        IsListed = false;
        reconciler.BeginSession();
        var info = await ReadInfoAsync(ct);
        var engineNow = info?.EngineTime ?? board.Current.EngineTime(clock.GetUtcNow());
        // Taken before anything is replayed, so that what is replayed counts as newer than the list.
        var ticket = parts.Writer.BeginList(parts.Queue, parts.Memory.Before);
        try
        {
            await _resumption.RunAsync(info, engineNow, ct);
            var hold = _isDoubtful || _resumption.IsRefused ? Good : TimeSpan.Zero;
            if (hold > TimeSpan.Zero)
                await ListAloneAsync(ticket, ct);
            await FollowAsync(ticket, hold, ct);
        }
        catch (EngineException ex) when (ex is not EngineUnreachableException && !reconciler.WasAnswered)
        {
            // An engine that doesn't tell its events may still tell its list.
            await ListAloneAsync(ticket, ct);
            throw;
        }
    }

    private async Task ListAloneAsync(ListTicket ticket, CancellationToken ct)
    {
        await reconciler.ListAloneAsync(ticket, ct);
        IsListed = true;
        await _resumption.AdoptListAsync(ct);
    }

    private async Task FollowAsync(ListTicket ticket, TimeSpan hold, CancellationToken ct)
    {
        var begun = clock.GetTimestamp();
        _isNews = false;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task[] jobs = [WatchAsync(stop.Token), reconciler.RunAsync(ticket, hold, stop.Token), probe.RunAsync(stop.Token)];
        var ended = await Task.WhenAny(jobs);
        // After a stream that broke at once and brought nothing the next one has to hold before it is believed.
        _isDoubtful = ended == jobs[0] && !_isNews && clock.GetElapsedTime(begun) < Good;
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
        catch (EngineUnreachableException)
        {
            // What comes back is another run of the engine, which deserves no doubt.
            _isDoubtful = false;
            throw;
        }
        catch (EngineException ex) when (ex is not EngineTimeoutException)
        {
            Log.InfoUnreadable(logger, ex, board.Engine, ex.Message);
            return null;
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        parts.Continuity.Watch();
        await foreach (var message in parts.Engine.WatchEventsAsync(parts.Continuity.Cursor, ct))
        {
            probe.Heard();
            _isNews |= !parts.Continuity.Saw(message);
            if (parts.Continuity.ShowsLoss(message) && parts.Continuity.CompleteUntil is { } from)
                reconciler.Owe(parts.Lost(from, message.OccurredAt ?? from, GapCause.Unknown));
            parts.Intake.Take(message);
        }

        throw new EngineStreamException(new(board.Engine, "watch events", ""), $"The event stream of Docker Engine '{board.Engine}' ended.");
    }
}

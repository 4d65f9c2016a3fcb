namespace Rtm.Docker;

/// <summary>The engine's event stream.</summary>
public interface IEngineEvents
{
    /// <summary>
    /// Listens to container events until the caller cancels. Events arrive in order per container. The stream never ends by itself without
    /// an error: a clean end by the engine, a cut connection and a cut JSON value are all <see cref="EngineStreamException"/>.
    /// Silence is not an error here: whoever needs to know asks the engine something bounded.
    /// Source: Engine API <c>GET /events</c>, seed <c>EventsListen</c>. Deadline to open: <see cref="EngineDeadlines.OpenStream"/>.
    /// </summary>
    /// <param name="since">
    /// Where to resume; null for events from now on. The engine replays what it still has (256 past events of all types together, none after
    /// its restart) and repeats the events of that very instant; one that <see cref="EventCursor.After(EngineEvent)"/> was made from is not delivered again.
    /// </param>
    /// <param name="ct">Ends the stream promptly, with an <see cref="OperationCanceledException"/>, and frees its connection.</param>
    /// <exception cref="EngineStreamException">The stream ended or broke.</exception>
    /// <exception cref="EngineUnreachableException">The engine could not be reached.</exception>
    /// <exception cref="EngineTimeoutException">The engine did not open the stream in time.</exception>
    /// <exception cref="EngineException">The engine refused.</exception>
    IAsyncEnumerable<EngineEvent> ListenEventsAsync(EventCursor? since, CancellationToken ct);

    /// <summary>
    /// As <see cref="ListenEventsAsync"/>, but unfiltered: every message of every type, in the engine's order, so that a cursor made from
    /// the last one moves with each. Source: Engine API <c>GET /events</c>. Deadline to open: <see cref="EngineDeadlines.OpenStream"/>.
    /// </summary>
    /// <inheritdoc cref="ListenEventsAsync" path="/param"/>
    /// <inheritdoc cref="ListenEventsAsync" path="/exception"/>
    IAsyncEnumerable<EngineMessage> WatchEventsAsync(EventCursor? since, CancellationToken ct);

    /// <summary>
    /// Asks once for the past messages of every type that the engine still has, oldest first. Source: Engine API <c>GET /events</c> with
    /// <c>since</c> and <c>until</c>, which ends by itself. Deadline: <see cref="EngineDeadlines.Inspect"/>.
    /// </summary>
    /// <param name="since">Where to begin, as for <see cref="WatchEventsAsync"/>. The engine goes back from its newest message and stops at the first that is older.</param>
    /// <param name="until">The last instant that is asked for. One in the engine's future is waited for, up to the deadline; one before <paramref name="since"/> is refused.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="EngineStreamException">The answer broke off.</exception>
    /// <exception cref="EngineUnreachableException">The engine could not be reached.</exception>
    /// <exception cref="EngineTimeoutException">The engine did not finish in time.</exception>
    /// <exception cref="EngineException">The engine refused.</exception>
    Task<IReadOnlyList<EngineMessage>> ReplayEventsAsync(EventCursor since, EventCursor until, CancellationToken ct);
}

/// <summary>A place in an engine's event stream.</summary>
public sealed record EventCursor
{
    private EventCursor(long timeNano, EngineMessageKey? last)
    {
        TimeNano = timeNano;
        Last = last;
    }

    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z by the engine's clock.</summary>
    public long TimeNano { get; }

    internal EngineMessageKey? Last { get; }

    /// <summary>Events at this instant and later, by the engine's clock.</summary>
    /// <param name="timeNano">Nanoseconds since 1970-01-01T00:00:00Z; below 0 counts as 0.</param>
    public static EventCursor At(long timeNano) => new(Math.Max(timeNano, 0), null);

    /// <summary>Events at this instant and later, by the engine's clock.</summary>
    /// <param name="engineTime">A reading of the engine's clock, such as <see cref="EngineInfo.EngineTime"/>.</param>
    public static EventCursor At(DateTimeOffset engineTime) => At(Math.Clamp((engineTime - DateTimeOffset.UnixEpoch).Ticks, 0, long.MaxValue / 100) * 100);

    /// <summary>Events after <paramref name="last"/>: it isn't delivered again, others of the same instant are.</summary>
    /// <param name="last">The last event that was seen.</param>
    public static EventCursor After(EngineEvent last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return After(EngineMessage.Of(last));
    }

    /// <summary>Messages after <paramref name="last"/>: it isn't delivered again, others of the same instant are.</summary>
    /// <param name="last">The last message that was seen.</param>
    public static EventCursor After(EngineMessage last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return new(Math.Max(last.TimeNano, 0), last.Key);
    }
}

/// <summary>One container event. Source: Engine API <c>GET /events</c>, seed <c>decodeEvent</c>.</summary>
public sealed record EngineEvent
{
    /// <summary>
    /// What happened: <c>start</c>, <c>die</c>, <c>health_status: healthy</c> … Of <c>exec_create</c> and <c>exec_start</c> the command is
    /// dropped, because it can hold secrets.
    /// </summary>
    public required string Action { get; init; }

    /// <summary>The container's full id.</summary>
    public required string ContainerId { get; init; }

    /// <summary>All attributes of the event's actor: the container's labels, its <c>name</c>, its <c>image</c>, and the event's own, such as <c>exitCode</c>.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnly.EmptyMap;

    /// <summary>The exit code of a <c>die</c>; null where absent, not digits, or too large for an int.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When it happened by the engine's clock (UTC), from <c>timeNano</c>, else from <c>time</c>; null where the engine sent neither.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z by the engine's clock, from <c>timeNano</c>, else from <c>time</c>; 0 where the engine sent neither.</summary>
    public long TimeNano { get; init; }
}

namespace Rtm.Console.Relay;

/// <summary>One row of the timeline. Its texts come from the engine and are data, nothing else.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Sequence">
/// Grows with every row of an engine, also over a restart of the console: microseconds since 1970-01-01T00:00:00Z by the console's clock when
/// the row was made, or one more than the row before. So rows of several engines have one order, too.
/// </param>
public abstract record TimelineEntry(string Engine, long Sequence)
{
    /// <summary>When it happened, by the engine's clock.</summary>
    public abstract DateTimeOffset At { get; }
}

/// <summary>Something that happened to a container of the scope.</summary>
public sealed record TimelineEvent(string Engine, long Sequence, DateTimeOffset HappenedAt) : TimelineEntry(Engine, Sequence)
{
    public override DateTimeOffset At => HappenedAt;

    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z by the engine's clock; 0 where the engine sent no time.</summary>
    public required long TimeNano { get; init; }

    /// <summary>The full id, 64 hex digits.</summary>
    public required string ContainerId { get; init; }

    public string Name { get; init; } = "";

    public string Image { get; init; } = "";

    public string Owner { get; init; } = "";

    /// <summary>The engine's verb: start, die, health_status …</summary>
    public required string Action { get; init; }

    /// <summary>What the verb says more: healthy, the number of a signal, the name before a rename; empty where there is nothing.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Of a die.</summary>
    public int? ExitCode { get; init; }

    /// <summary>One of the exec events that a health check causes by the thousand.</summary>
    public bool IsProbe { get; init; }
}

/// <summary>Why the continuity of an engine's events could not be proven.</summary>
public enum GapCause
{
    Unknown,

    /// <summary>The engine has forgotten its events, as it does when it starts anew, or it is another engine.</summary>
    EngineRestarted,

    /// <summary>More happened meanwhile than the engine keeps.</summary>
    RingOverflowed,

    /// <summary>The engine's clock was set back behind the last event.</summary>
    ClockStepped,

    /// <summary>The console did not run, and more happened than the engine keeps.</summary>
    ConsoleDown,

    /// <summary>The history could not be written for longer than rows could wait.</summary>
    HistoryDown,
}

/// <summary>Events between two instants were lost, or may have been.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Sequence">The place of the row.</param>
/// <param name="From">The last instant that is known to be complete, by the engine's clock.</param>
/// <param name="To">The first instant that is known to be complete again, by the engine's clock.</param>
/// <param name="Cause">What the evidence says.</param>
public sealed record TimelineGap(string Engine, long Sequence, DateTimeOffset From, DateTimeOffset To, GapCause Cause) : TimelineEntry(Engine, Sequence)
{
    public override DateTimeOffset At => To;

    /// <summary>How many containers the list after the gap shows otherwise, each a row of its own; null until that list has come.</summary>
    public int? Changes { get; init; }
}

/// <summary>What the list after a gap shows of one container that was otherwise before.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Sequence">The place of the row.</param>
/// <param name="ReadAt">When the list was read, by the engine's clock.</param>
/// <param name="Gap">The <see cref="TimelineEntry.Sequence"/> of the gap.</param>
/// <param name="Difference">What is otherwise.</param>
public sealed record TimelineDifference(string Engine, long Sequence, DateTimeOffset ReadAt, long Gap, ContainerDifference Difference)
    : TimelineEntry(Engine, Sequence)
{
    public override DateTimeOffset At => ReadAt;
}

using System.Collections.Immutable;
using Rtm.Docker;

namespace Rtm.Console.Relay;

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
}

/// <summary>One row of an engine's timeline; its number counts the rows of that engine.</summary>
public abstract record TimelineEntry(string Engine, long Sequence);

/// <summary>Something that happened to a container of the scope.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Sequence">The number of the row.</param>
/// <param name="Happened">The engine's event; its texts are data and nothing else.</param>
public sealed record TimelineEvent(string Engine, long Sequence, EngineEvent Happened) : TimelineEntry(Engine, Sequence);

/// <summary>Events between two instants were lost, or may have been.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Sequence">The number of the row.</param>
/// <param name="From">The last instant that is known to be complete, by the engine's clock.</param>
/// <param name="To">The first instant that is known to be complete again, by the engine's clock.</param>
/// <param name="Cause">What the evidence says.</param>
public sealed record TimelineGap(string Engine, long Sequence, DateTimeOffset From, DateTimeOffset To, GapCause Cause) : TimelineEntry(Engine, Sequence)
{
    /// <summary>What the list after the gap shows otherwise; null until that list has come.</summary>
    public ImmutableList<ContainerDifference>? Differences { get; init; }
}

/// <summary>What a timeline holds at one moment. Immutable.</summary>
public sealed record TimelineSnapshot
{
    public required string Engine { get; init; }

    /// <summary>Counts the changes; a subscriber sees each number once.</summary>
    public long Version { get; init; }

    /// <summary>The newest events, oldest first.</summary>
    public ImmutableList<TimelineEvent> Events { get; init; } = [];

    /// <summary>The newest gaps, oldest first.</summary>
    public ImmutableList<TimelineGap> Gaps { get; init; } = [];
}

/// <summary>One step of a timeline, as a subscriber gets it.</summary>
/// <param name="Snapshot">The timeline after the step.</param>
/// <param name="Entry">The row that is new, or that replaces the one of the same number; null where <paramref name="Lagged"/>.</param>
/// <param name="Lagged">Steps were left out because the subscriber was slow: only the snapshot counts.</param>
public sealed record TimelineChange(TimelineSnapshot Snapshot, TimelineEntry? Entry, bool Lagged = false);

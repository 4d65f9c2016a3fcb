using System.Collections.Immutable;

namespace Rtm.Console.Relay;

/// <summary>What a timeline holds in memory at one moment. Immutable.</summary>
public sealed record TimelineSnapshot
{
    public required string Engine { get; init; }

    /// <summary>Counts the changes; a subscriber sees each number once.</summary>
    public long Version { get; init; }

    /// <summary>The newest rows of every kind but probes, oldest first.</summary>
    public ImmutableList<TimelineEntry> Rows { get; init; } = [];

    /// <summary>The newest gaps, oldest first; they outlast the rows around them.</summary>
    public ImmutableList<TimelineGap> Gaps { get; init; } = [];

    /// <summary>The newest events of health probes, oldest first. They are kept nowhere else.</summary>
    public ImmutableList<TimelineEvent> Probes { get; init; } = [];

    /// <summary>How many events of health probes there were since the console started.</summary>
    public long ProbeCount { get; init; }
}

/// <summary>One step of a timeline, as a subscriber gets it.</summary>
/// <param name="Snapshot">The timeline after the step.</param>
/// <param name="Entry">The row that is new, or that replaces the one of the same number; null where <paramref name="Lagged"/>.</param>
/// <param name="Lagged">Steps were left out because the subscriber was slow: only the snapshot counts.</param>
public sealed record TimelineChange(TimelineSnapshot Snapshot, TimelineEntry? Entry, bool Lagged = false);

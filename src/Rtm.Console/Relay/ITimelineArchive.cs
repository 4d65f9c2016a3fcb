namespace Rtm.Console.Relay;

/// <summary>Takes every row of a timeline that is to be kept. Called under the timeline's lock: it must neither wait nor throw.</summary>
public interface ITimelineRecorder
{
    /// <summary>A new row, or the same gap again with its <see cref="TimelineGap.Changes"/>.</summary>
    void Record(TimelineEntry row);
}

/// <summary>The rows of all timelines that were kept. Whoever reads is told what the recorder has taken so far, as far as it could be written.</summary>
public interface ITimelineArchive
{
    /// <summary>Rows before a place, newest first: by <see cref="TimelineEntry.Sequence"/>, then by engine.</summary>
    /// <param name="filter">Which rows.</param>
    /// <param name="before">Only rows before this place; null for the newest.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="ct">Cancels the query.</param>
    /// <exception cref="ArchiveUnavailableException">The store could not be read.</exception>
    Task<IReadOnlyList<TimelineEntry>> ReadBeforeAsync(TimelineFilter filter, TimelinePlace? before, int most, CancellationToken ct);

    /// <summary>Rows of one engine after a sequence, oldest first.</summary>
    /// <inheritdoc cref="ReadBeforeAsync" path="/exception"/>
    Task<IReadOnlyList<TimelineEntry>> ReadAfterAsync(string engine, long after, int most, TimelineFilter filter, CancellationToken ct);

    /// <summary>How the store is.</summary>
    ArchiveState State { get; }
}

/// <summary>The place of a row among the rows of all engines.</summary>
public readonly record struct TimelinePlace(long Sequence, string Engine) : IComparable<TimelinePlace>
{
    public static TimelinePlace Of(TimelineEntry row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new(row.Sequence, row.Engine);
    }

    public int CompareTo(TimelinePlace other) =>
        Sequence != other.Sequence ? Sequence.CompareTo(other.Sequence) : string.CompareOrdinal(Engine, other.Engine);

    public static bool operator <(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) < 0;

    public static bool operator >(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) >= 0;
}

/// <summary>How the store of the history is.</summary>
/// <param name="DownSince">Since when it can't be written; null while it can.</param>
/// <param name="Reason">Why it can't, in an operator's words; empty while it can.</param>
/// <param name="Waiting">How many rows wait to be written.</param>
public sealed record ArchiveState(DateTimeOffset? DownSince, string Reason, int Waiting);

/// <summary>The history could not be read; the message says why, in an operator's words.</summary>
public sealed class ArchiveUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

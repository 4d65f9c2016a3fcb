using System.Text.Json.Serialization;

namespace Rtm.Console.Relay;

/// <summary>
/// A row of the timeline as it leaves the console: in an export and over the hub. Its texts are the engine's own words and can hold
/// anything; whoever shows them has to make them harmless. What doesn't belong to a row's <see cref="Kind"/> is null.
/// </summary>
public sealed record TimelineRow
{
    public const string EventKind = "event";

    public const string GapKind = "gap";

    public const string DifferenceKind = "difference";

    /// <summary>Engine and sequence, as in <c>local:1764527400123456</c>: the same row always has the same id, also when a gap is told again with its changes.</summary>
    public required string Id { get; init; }

    /// <summary>event, gap or difference.</summary>
    public required string Kind { get; init; }

    public required string Engine { get; init; }

    /// <summary>The place of the row; rows of all engines are ordered by it, then by engine.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it happened by the engine's clock, in UTC; of a gap its end.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Of an event and a difference: the full id, 64 hex digits.</summary>
    public string? ContainerId { get; init; }

    /// <summary>Of an event and a difference: the container's name.</summary>
    public string? Name { get; init; }

    /// <summary>Of an event.</summary>
    public string? Image { get; init; }

    /// <summary>Of an event: the value of the owner label.</summary>
    public string? Owner { get; init; }

    /// <summary>Of an event: the engine's verb, such as start or die.</summary>
    public string? Action { get; init; }

    /// <summary>Of an event: what the verb says more, such as healthy, a signal's number or the name before a rename.</summary>
    public string? Detail { get; init; }

    /// <summary>Of the event die.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Of a gap: the last instant known to be complete, by the engine's clock.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Of a gap: the first instant known to be complete again, by the engine's clock.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Of a gap.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<GapCause>))]
    public GapCause? Cause { get; init; }

    /// <summary>Of a gap: how many containers were otherwise after it; null until that is known.</summary>
    public int? Changes { get; init; }

    /// <summary>Of a difference: the sequence of its gap.</summary>
    public long? Gap { get; init; }

    /// <summary>Of a difference: the state before; empty where the container is new.</summary>
    public string? Before { get; init; }

    /// <summary>Of a difference: the state after; empty where the container is gone.</summary>
    public string? After { get; init; }

    public static TimelineRow Of(TimelineEntry row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row switch
        {
            TimelineEvent e => Bare(e, EventKind) with
            {
                ContainerId = e.ContainerId,
                Name = e.Name,
                Image = e.Image,
                Owner = e.Owner,
                Action = e.Action,
                Detail = e.Detail,
                ExitCode = e.ExitCode,
            },
            TimelineGap gap => Bare(gap, GapKind) with
            {
                From = gap.From.ToUniversalTime(),
                To = gap.To.ToUniversalTime(),
                Cause = gap.Cause,
                Changes = gap.Changes,
            },
            TimelineDifference { Difference: var d } difference => Bare(difference, DifferenceKind) with
            {
                ContainerId = d.ContainerId,
                Name = d.Name,
                Gap = difference.Gap,
                Before = d.Before,
                After = d.After,
            },
            _ => throw new ArgumentException($"No outward form of a {row.GetType().Name}.", nameof(row)),
        };
    }

    private static TimelineRow Bare(TimelineEntry row, string kind) => new()
    {
        Id = FormattableString.Invariant($"{row.Engine}:{row.Sequence}"),
        Kind = kind,
        Engine = row.Engine,
        Sequence = row.Sequence,
        At = row.At.ToUniversalTime(),
    };
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>Rows of the timeline to rows of the store, and back.</summary>
internal static class RowMapper
{
    /// <summary>How far an event's time may be from its place for an index by place to find it by time.</summary>
    public static readonly TimeSpan Punctual = TimeSpan.FromMinutes(10);

    public static (StoredRow Row, StoredSubject? Subject) ToStore(TimelineEntry entry) => entry switch
    {
        TimelineEvent happened => OfEvent(happened),
        TimelineGap gap => (new()
        {
            Engine = gap.Engine,
            Sequence = gap.Sequence,
            Kind = RowKind.Gap,
            At = gap.To.UtcTicks,
            IsApart = true,
            From = gap.From.UtcTicks,
            Cause = (short)gap.Cause,
            Changes = gap.Changes,
        }, null),
        TimelineDifference difference => OfDifference(difference),
        _ => throw new InvalidOperationException($"{entry.GetType().Name} is not a kind of row that is stored."),
    };

    public static TimelineEntry FromStore(StoredRow row) => row.Kind switch
    {
        RowKind.Gap => new TimelineGap(row.Engine, row.Sequence, Instant(row.From ?? row.At), Instant(row.At), (GapCause)(row.Cause ?? 0))
        {
            Changes = row.Changes,
        },
        RowKind.Difference => new TimelineDifference(
            row.Engine, row.Sequence, Instant(row.At), row.Gap ?? 0,
            new(row.Subject?.ContainerId ?? "", row.Subject?.Name ?? "", row.Before ?? "", row.After ?? "")),
        _ => new TimelineEvent(row.Engine, row.Sequence, Instant(row.At))
        {
            TimeNano = row.TimeNano ?? 0,
            ContainerId = row.Subject?.ContainerId ?? "",
            Name = row.Subject?.Name ?? "",
            Image = row.Subject?.Image ?? "",
            Owner = row.Owner ?? "",
            Action = row.Action ?? "",
            Detail = row.Detail ?? "",
            ExitCode = row.ExitCode,
        },
    };

    private static (StoredRow, StoredSubject) OfEvent(TimelineEvent e)
    {
        var owner = KeptText.Owner(e.Owner);
        var (action, detail) = (KeptText.Action(e.Action), KeptText.Of(e.Detail, 512));
        var subject = Subject(e, e.ContainerId, e.Name, e.Image, owner);
        return (new()
        {
            Engine = e.Engine,
            Sequence = e.Sequence,
            Kind = RowKind.Event,
            At = e.At.UtcTicks,
            IsApart = !IsPunctual(e),
            TimeNano = e.TimeNano > 0 ? e.TimeNano : null,
            Fingerprint = e.TimeNano > 0 ? Hash(e.ContainerId, action, detail) : null,
            SubjectId = subject.Id,
            Owner = owner,
            Action = action,
            Detail = detail.Length > 0 ? detail : null,
            ExitCode = e.ExitCode,
        }, subject);
    }

    private static (StoredRow, StoredSubject) OfDifference(TimelineDifference d)
    {
        var subject = Subject(d, d.Difference.ContainerId, d.Difference.Name, "", "");
        return (new()
        {
            Engine = d.Engine,
            Sequence = d.Sequence,
            Kind = RowKind.Difference,
            At = d.At.UtcTicks,
            IsApart = true,
            SubjectId = subject.Id,
            Gap = d.Gap,
            Before = KeptText.Of(d.Difference.Before, 256),
            After = KeptText.Of(d.Difference.After, 256),
        }, subject);
    }

    private static StoredSubject Subject(TimelineEntry of, string containerId, string name, string image, string owner)
    {
        (containerId, name, image) = (KeptText.Id(containerId), KeptText.Of(name, 256), KeptText.Of(image, 512));
        return new()
        {
            Id = Hash(of.Engine, containerId, name, image, owner),
            Engine = of.Engine,
            ContainerId = containerId,
            Name = name,
            Image = image,
            Owner = owner,
            Search = KeptText.Search($"{name}\n{containerId}\n{image}"),
            First = of.Sequence,
            Last = of.Sequence,
        };
    }

    /// <summary>The place of a row that is made at this instant.</summary>
    public static long PlaceOf(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static bool IsPunctual(TimelineEvent e) =>
        e.Sequence > PlaceOf(e.At) - Punctual.TotalMicroseconds && e.Sequence < PlaceOf(e.At) + Punctual.TotalMicroseconds;

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    private static long Hash(params ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(part.Length).Append(':').Append(part);
        return BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

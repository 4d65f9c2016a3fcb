using System.Collections.Immutable;
using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>One reading of what a container uses, with rates since the one before; a rate is null where there was none, or counters began anew.</summary>
public sealed record StatsPoint(DateTimeOffset At, ContainerStats Stats)
{
    public double? ReceivedPerSecond { get; init; }

    public double? SentPerSecond { get; init; }

    public double? BlockReadPerSecond { get; init; }

    public double? BlockWrittenPerSecond { get; init; }
}

/// <summary>The readings of the last minutes, oldest first. Immutable.</summary>
public sealed record StatsWindow
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    /// <summary>The engine sends about one a second; more is not kept.</summary>
    public const int MostPoints = 600;

    public ImmutableList<StatsPoint> Points { get; init; } = [];

    public StatsPoint? Last => Points.IsEmpty ? null : Points[^1];

    /// <summary>With one reading more. One of a container that doesn't run is none.</summary>
    public StatsWindow With(ContainerStats stats)
    {
        ArgumentNullException.ThrowIfNull(stats);
        if (stats.ReadAt is not { } at || at <= Last?.At)
            return this;
        var points = Points.Add(PointOf(stats, at));
        var old = points.FindIndex(p => at - p.At <= Length);
        return this with { Points = points.RemoveRange(0, Math.Max(old, points.Count - MostPoints)) };
    }

    private StatsPoint PointOf(ContainerStats stats, DateTimeOffset at)
    {
        if (Last is not { Stats: var before } last)
            return new(at, stats);
        var seconds = (at - last.At).TotalSeconds;
        return new(at, stats)
        {
            ReceivedPerSecond = Rate(before.NetworkReceivedBytes, stats.NetworkReceivedBytes, seconds),
            SentPerSecond = Rate(before.NetworkSentBytes, stats.NetworkSentBytes, seconds),
            BlockReadPerSecond = Rate(before.BlockReadBytes, stats.BlockReadBytes, seconds),
            BlockWrittenPerSecond = Rate(before.BlockWrittenBytes, stats.BlockWrittenBytes, seconds),
        };
    }

    private static double? Rate(long before, long after, double seconds) => after < before || seconds <= 0 ? null : (after - before) / seconds;
}

using System.Globalization;
using Rtm.Console.Relay;

namespace Rtm.Tests.Support;

/// <summary>Rows of a timeline as the relay makes them.</summary>
public static class SampleRows
{
    public static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A full id.</summary>
    public static string Id(int container) => container.ToString("x64", CultureInfo.InvariantCulture);

    /// <summary>The place of a row that is made so many seconds into the day.</summary>
    public static long Sequence(double second) => (Day.AddSeconds(second) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static TimelineEvent Event(double second, int container = 1, string action = "start", string engine = "local", string owner = "galaxy") =>
        new(engine, Sequence(second), Day.AddSeconds(second))
        {
            TimeNano = (Day.AddSeconds(second) - DateTimeOffset.UnixEpoch).Ticks * 100,
            ContainerId = Id(container),
            Name = $"game-{container.ToString(CultureInfo.InvariantCulture)}",
            Image = "registry.example/galaxy/engine:1.4",
            Owner = owner,
            Action = action,
            ExitCode = action == "die" ? 137 : null,
            Detail = action == "kill" ? "9" : "",
        };

    public static TimelineGap Gap(double from, double to, string engine = "local", GapCause cause = GapCause.RingOverflowed) =>
        new(engine, Sequence(to), Day.AddSeconds(from), Day.AddSeconds(to), cause);

    public static TimelineDifference Difference(double second, TimelineGap gap, int container = 1) => new(
        gap.Engine, Sequence(second), Day.AddSeconds(second), gap.Sequence,
        new(Id(container), $"game-{container.ToString(CultureInfo.InvariantCulture)}", "running", "exited (3)"));
}

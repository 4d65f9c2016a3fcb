using System.Globalization;
using Rtm.Console.Relay;

namespace Rtm.Bench.History;

/// <summary>A million rows as two engines make them in ninety days: 20,000 containers that live for fifty rows, and one that never ends.</summary>
internal static class HistoryLoad
{
    public const int Rows = 1_000_000;
    public const int Containers = 20_000;
    public const string Common = "galaxy";
    public const string Rare = "rare";

    public static readonly DateTimeOffset End = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Step = TimeSpan.FromDays(90) / Rows;
    private static readonly string[] Life = ["create", "start", "die", "start", "health_status", "kill", "stop", "destroy"];

    public static string Id(int container) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(container)));

    public static string Name(int container) => $"game-{container.ToString("d5", CultureInfo.InvariantCulture)}";

    public static DateTimeOffset At(int row) => End - (Rows - row) * Step;

    public static TimelinePlace Place(int row) => new(Sequence(row), "");

    public static IEnumerable<TimelineEntry> All()
    {
        var random = new Random(1);
        for (var row = 0; row < Rows; row++)
        {
            // Every tenth row is the noisy container's.
            var container = row % 10 == 0 ? 0 : row / (Rows / Containers) + random.Next(40);
            var engine = container % 5 == 4 ? "frankfurt" : "local";
            if (row % 5_000 == 0)
            {
                var gap = new TimelineGap(engine, Sequence(row), At(row) - Step * 100, At(row), GapCause.RingOverflowed) { Changes = 1 };
                yield return gap;
                continue;
            }

            yield return new TimelineEvent(engine, Sequence(row), row % 2_000 == 1 ? At(row) - TimeSpan.FromHours(2) : At(row))
            {
                TimeNano = (At(row) - DateTimeOffset.UnixEpoch).Ticks * 100,
                ContainerId = Id(container),
                Name = Name(container),
                Image = $"registry.example/galaxy/engine-{(container % 30).ToString(CultureInfo.InvariantCulture)}:1.{(container / 1000).ToString(CultureInfo.InvariantCulture)}",
                Owner = container == 777 ? Rare : container % 2 == 0 ? Common : $"owner-{(container % 40).ToString(CultureInfo.InvariantCulture)}",
                Action = row % 20_000 == 13 ? "oom" : container == 0 ? "health_status" : Life[random.Next(Life.Length)],
                ExitCode = null,
            };
        }
    }

    private static long Sequence(int row) => (At(row) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}

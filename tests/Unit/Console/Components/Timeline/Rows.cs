using Rtm.Console.Relay;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

/// <summary>Rows for tests: container 1 unless another is named, a second apart.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TimelineEvent Event(
        long sequence, string action = "start", string detail = "", int? exitCode = null, string engine = "local", string? name = null, int container = 1,
        bool isProbe = false, DateTimeOffset? at = null) => new(engine, sequence, at ?? Start.AddSeconds(sequence % 1_000_000))
        {
            TimeNano = sequence,
            ContainerId = SampleContainers.IdOf(container),
            Name = name ?? $"game-{container:0000}",
            Image = SampleContainers.Image,
            Owner = SampleContainers.Owner,
            Action = action,
            Detail = detail,
            ExitCode = exitCode,
            IsProbe = isProbe,
        };

    /// <summary>A timeline's memory, oldest first, as if the rows had come from the engine.</summary>
    public static TimelineSnapshot Memory(string engine, params IEnumerable<TimelineEntry> rows) => new() { Engine = engine, Rows = [.. rows] };

    public static IEnumerable<TimelineEvent> Many(string engine, long first, int count, int step = 1) =>
        Enumerable.Range(0, count).Select(i => Event(first + (long)i * step, engine: engine, name: $"{engine}-{first + (long)i * step}"));
}

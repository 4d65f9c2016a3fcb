using Rtm.Console.Relay;

namespace Rtm.Tests.Support;

/// <summary>Timelines of two engines, and questions about them that hit and miss.</summary>
internal static class RandomTimeline
{
    private const int Seconds = 6_000;

    private static readonly string[] Engines = ["local", "frankfurt"];
    private static readonly string[] Actions = ["create", "start", "die", "destroy", "health_status", "oom"];
    private static readonly string[] Owners = ["galaxy", "other", "rare"];

    public static IEnumerable<TimelineEntry> Rows(Random random, int count)
    {
        for (var i = 0; i < count; i++)
        {
            // Each second has at most one row an engine, and now and then both engines have one of the same number.
            var (second, engine) = ((i + 1) * (double)Seconds / count, Engines[random.Next(2)]);
            var container = random.Next(40);
            var happened = SampleRows.Event(second, container, Actions[random.Next(5)], engine, Owners[container % 2]);
            yield return random.Next(60) switch
            {
                0 => SampleRows.Gap(second - random.Next(900), second, engine),
                1 => SampleRows.Difference(second, SampleRows.Gap(second - 1, second, engine), container),
                // Replayed long after it happened, or by a clock that is far off.
                2 => happened with { HappenedAt = happened.HappenedAt.AddHours(random.Next(-2, 3)) },
                3 => happened with { Owner = "rare", Action = "oom", Name = "lonely", Image = "alpine:3" },
                _ => happened,
            };
            if (random.Next(20) == 0)
                yield return SampleRows.Event(second, container, "start", Engines.Single(e => e != engine));
        }
    }

    public static TimelineFilter Filter(Random random)
    {
        var filter = new TimelineFilter();
        if (random.Next(3) == 0)
            filter = filter with { Engines = [Engines[random.Next(2)]] };
        if (random.Next(4) == 0)
            filter = filter with { ContainerId = SampleRows.Id(random.Next(41)) };
        if (random.Next(4) == 0)
            filter = filter with { Owner = Owners[random.Next(3)] };
        if (random.Next(3) == 0)
            filter = filter with { Actions = [.. Actions.Where(_ => random.Next(3) == 0)] };
        if (random.Next(4) == 0)
            filter = filter with { From = SampleRows.Day.AddSeconds(random.Next(Seconds)) };
        if (random.Next(4) == 0)
            filter = filter with { To = SampleRows.Day.AddSeconds(random.Next(Seconds)) };
        return random.Next(3) > 0 ? filter : filter with { Text = Texts[random.Next(Texts.Length)] };
    }

    private static readonly string[] Texts =
        ["game-1", "GAME-17", "lonely", "engine:1.4", "oom", "DIE", "health", "exited (3)", "00000027", "%", "_", "'", "nothing has this", "alpine", "e"];

    public static TimelinePlace Place(Random random) => new(SampleRows.Sequence(random.Next(Seconds)), Engines[random.Next(2)]);
}

using Rtm.Console.Relay;

namespace Rtm.Bench.History;

/// <summary>What operators ask, and what is hard to answer: rows that are rare, or not there at all.</summary>
internal static class HistoryQuestions
{
    public static readonly (string What, Func<Random, TimelineFilter> Filter)[] All =
    [
        ("nothing", _ => new()),
        ("engine", _ => new() { Engines = ["frankfurt"] }),
        ("container", r => new() { ContainerId = HistoryLoad.Id(Any(r)) }),
        ("container with 100,000 rows", _ => new() { ContainerId = HistoryLoad.Id(0) }),
        ("owner of half the rows", _ => new() { Owner = HistoryLoad.Common }),
        ("owner of a few rows", _ => new() { Owner = HistoryLoad.Rare }),
        ("action", _ => new() { Actions = ["die"] }),
        ("action of 50 rows", _ => new() { Actions = ["oom"] }),
        ("three actions", _ => new() { Actions = ["die", "oom", "kill"] }),
        ("owner and action", _ => new() { Owner = HistoryLoad.Common, Actions = ["stop"] }),
        ("owner and action that never meet", _ => new() { Owner = HistoryLoad.Rare, Actions = ["health_status"] }),
        ("engine and owner that never meet", _ => new() { Engines = ["local"], Owner = "owner-39" }),
        ("up to a time", r => new() { To = HistoryLoad.At(r.Next(HistoryLoad.Rows)) }),
        ("an hour", r => Hour(r)),
        ("an hour and owner", r => Hour(r) with { Owner = "owner-1" }),
        ("text in every name", _ => new() { Text = "game" }),
        ("text of one name", r => new() { Text = HistoryLoad.Name(Any(r)) }),
        ("text of ten names", r => new() { Text = HistoryLoad.Name(Any(r))[..^1] }),
        ("text of an id", r => new() { Text = HistoryLoad.Id(Any(r))[10..18] }),
        ("text of an old image", _ => new() { Text = "engine-7:1.2" }),
        ("text of an action", _ => new() { Text = "OOM" }),
        ("text that is nowhere", _ => new() { Text = "no such thing" }),
        ("text and owner", _ => new() { Text = "engine-8", Owner = HistoryLoad.Common }),
        ("text and action", _ => new() { Text = "engine-8", Actions = ["die"] }),
        ("text and an hour", r => Hour(r) with { Text = "engine-8" }),
    ];

    private static int Any(Random random) => random.Next(1, HistoryLoad.Containers);

    private static TimelineFilter Hour(Random random)
    {
        var from = HistoryLoad.At(random.Next(HistoryLoad.Rows));
        return new() { From = from, To = from.AddHours(1) };
    }
}

using Bunit;
using Rtm.Console.Components.Containers;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class GapNoticesTests : IAsyncDisposable
{
    private static readonly DateTimeOffset From = new(2026, 11, 23, 14, 2, 11, TimeSpan.Zero);

    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Gap_Explained_SaysWhenWhyAndWhatChanged()
    {
        AddGap([new("1", "game-1", "running", "exited (137)"), new("2", "game-2", "", "running"), new("3", "game-3", "running", "")]);

        var notice = _bench.Render<GapNotices>().Find("[role=alert]");

        Assert.Equal(
            "Events between 14:02:11 and 14:02:40 UTC were lost (engine restarted): 3 containers changed meanwhile.",
            notice.QuerySelector(".notice-title")!.TextContent);
        Assert.Equal(
            ["game-1: running → exited (137)", "game-2: new, running", "game-3: gone, was running"],
            notice.QuerySelectorAll("li").Select(li => li.TextContent));
    }

    [Fact]
    public async Task Gap_AppearsWhileOpen_IsShown()
    {
        var notices = _bench.Render<GapNotices>();

        AddGap([]);

        await notices.UntilAsync(() => Assert.Contains("no container changed meanwhile", notices.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Gap_StillGrows_IsNotReadOutAtEachStep()
    {
        var gap = _bench.Timeline.AddGap(From, From.AddSeconds(29), GapCause.Unknown);
        var notices = _bench.Render<GapNotices>();
        var before = notices.Find(".notice-title").TextContent;

        _bench.Timeline.Extend(gap, From.AddMinutes(1));
        AddGap([]);
        await notices.UntilAsync(() => Assert.Equal(2, notices.FindAll("[role=alert]").Count));

        Assert.Equal("Events since 14:02:11 UTC were lost (cause unknown): what changed meanwhile is not known yet.", before);
        Assert.Contains(before, notices.FindAll(".notice-title").Select(title => title.TextContent));
    }

    [Fact]
    public async Task Dismiss_Gap_StaysAwayOnTheNextPage()
    {
        AddGap([]);
        await _bench.Render<GapNotices>().Find("button").ClickAsync();

        Assert.Empty(_bench.Render<GapNotices>().FindAll("[role=alert]"));
    }

    [Fact]
    public void Gap_NamesWithMarkup_AreText()
    {
        AddGap([new("1", "<img src=x onerror=alert(1)>\u202E", "running", "")]);

        var item = _bench.Render<GapNotices>().Find("li");

        Assert.Equal("<img src=x onerror=alert(1)>\\u{202E}: gone, was running", item.TextContent);
        Assert.Empty(item.Children);
    }

    [Fact]
    public void Gap_ManyDifferences_ShowsTenAndCountsTheRest()
    {
        AddGap([.. Enumerable.Range(1, 15).Select(i => new ContainerDifference($"{i}", $"game-{i}", "running", ""))]);

        var items = _bench.Render<GapNotices>().FindAll("li");

        Assert.Equal((11, "and 5 more"), (items.Count, items[^1].TextContent));
    }

    private void AddGap(ContainerDifference[] differences) =>
        _bench.Timeline.Explain(_bench.Timeline.AddGap(From, From.AddSeconds(29), GapCause.EngineRestarted), differences, From.AddSeconds(30));
}

using Bunit;
using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

/// <summary>The list's states: history down, engine silent, far back; and the panel of one container.</summary>
public sealed class TimelineListTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task History_CantBeRead_SaysSoUntilItWorks()
    {
        Record(5);
        _bench.Archive.Failure = "the database is locked";
        var list = Open();
        await list.UntilAsync(() => Assert.Equal("the database is locked", list.Find("[role=alert] .notice-reason").TextContent));
        _bench.Archive.Failure = null;
        await list.InvokeAsync(list.Instance.BottomNear);
        Assert.Single(list.FindAll("[role=alert]"));

        await list.Find(".below button").ClickAsync();

        await list.UntilAsync(() => Assert.Equal(5, list.FindAll("td.c-what").Count));
        Assert.Empty(list.FindAll("[role=alert]"));
    }

    [Fact]
    public void History_CantBeWritten_SaysSinceWhenWhyAndHowManyWait()
    {
        _bench.Archive.State = new(Rows.Start, "the disk is full", 34);

        var notice = Open().Find(".history-down").TextContent;

        Assert.Contains("since 2026-11-23 12:00:00 UTC", notice, StringComparison.Ordinal);
        Assert.Contains("the disk is full", notice, StringComparison.Ordinal);
        Assert.Contains("34 rows wait to be written; those that are no longer in memory are missing here until then.", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_ComesBack_TakesTheNoticeAway()
    {
        _bench.Archive.State = new(Rows.Start, "the disk is full", 34);
        var list = Open();
        _bench.Archive.State = new(null, "", 0);

        await list.InvokeAsync(_bench.PageClock.Tick);

        await list.UntilAsync(() => Assert.Empty(list.FindAll(".history-down")));
    }

    [Fact]
    public void Engine_Silent_SaysUntilWhenTheRowsAreComplete()
    {
        _bench.Board.ShowList([]);
        _bench.Board.ShowFailure("gone", null);

        Assert.Equal("local does not answer: its events are complete until 2026-11-23 12:00:00 UTC.", Open().Find(".behind").TextContent.Trim());
    }

    [Fact]
    public async Task BottomNear_History_LoadsThePageBelow()
    {
        Record(300);
        var list = Open();
        await list.UntilAsync(() => Assert.Equal(TimelineWindow.PageSize, list.FindAll("td.c-what").Count));

        await list.InvokeAsync(list.Instance.BottomNear);

        await list.UntilAsync(() => Assert.Equal(2 * TimelineWindow.PageSize, list.FindAll("td.c-what").Count));
    }

    [Fact]
    public async Task Bottom_Reached_SaysThatIsAll()
    {
        Record(TimelineWindow.PageSize + 20);
        var list = Open();
        await list.UntilAsync(() => Assert.Equal(TimelineWindow.PageSize, list.FindAll("td.c-what").Count));

        await list.Find("button.older").ClickAsync();

        await list.UntilAsync(() => Assert.Equal("That is all: nothing older is kept.", list.Find(".below p").TextContent));
    }

    [Fact]
    public async Task FarBack_Rows_StayBoundedAndTheWayBackIsOffered()
    {
        var list = await FarBackAsync();
        Assert.Equal("Newer events are further up.", list.Find(".past").TextContent);

        await list.FindAll("button").Single(b => b.TextContent.Trim() == "Back to live").ClickAsync();

        await list.UntilAsync(() => Assert.Equal(TimelineWindow.PageSize, list.FindAll("td.c-what").Count));
        Assert.Empty(list.FindAll(".past"));
    }

    [Fact]
    public async Task TopNear_FarBack_BringsTheRowsAboveAgain()
    {
        var list = await FarBackAsync();

        // As the browser does it, page by page; the button does the same.
        await list.Find("button.newer").ClickAsync();
        while (list.FindAll("button.newer").Count > 0)
            await list.InvokeAsync(list.Instance.TopNear);

        Assert.Equal("local-1000", list.Find("tbody th a").TextContent);
        Assert.Equal(TimelineWindow.Most, list.FindAll("td.c-what").Count);
    }

    [Fact]
    public async Task TopNear_HistoryCantBeRead_SaysSoUntilItWorks()
    {
        var list = await FarBackAsync();
        _bench.Archive.Failure = "the database is locked";
        await list.InvokeAsync(list.Instance.TopNear);
        Assert.Equal("the database is locked", list.Find(".above[role=alert] .notice-reason").TextContent);
        _bench.Archive.Failure = null;

        await list.Find(".above button").ClickAsync();

        await list.UntilAsync(() => Assert.Empty(list.FindAll("[role=alert]")));
    }

    [Fact]
    public async Task Ages_TimePasses_Tick()
    {
        _bench.Timeline.Add(Rows.Event(0, at: _bench.Clock.GetUtcNow().AddSeconds(-5)));
        var list = Open();

        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        await list.InvokeAsync(_bench.PageClock.Tick);

        await list.UntilAsync(() => Assert.Equal("7 s ago", list.Find(".ago").TextContent));
    }

    [Fact]
    public async Task NewRows_OnTheTick_AreSummedUpForAScreenReader()
    {
        var list = Open();
        // What the first reading of the history brings is not news.
        await list.UntilAsync(() => Assert.Contains("Nothing has happened yet", list.Markup, StringComparison.Ordinal));
        _bench.Timeline.Add(Rows.Event(0));
        _bench.Timeline.Add(Rows.Event(0, "die", exitCode: 1));
        await list.UntilAsync(() =>
        {
            // The second may come after the first was drawn, and waits for the next draw then.
            _bench.Clock.Advance(BatchPace.Longest);
            Assert.Equal(2, list.FindAll("td.c-what").Count);
        });

        await list.InvokeAsync(_bench.PageClock.Tick);

        await list.UntilAsync(() => Assert.Equal("2 new events, 1 crash", list.Find("[role=status].visually-hidden").TextContent));
    }

    [Fact]
    public async Task Engines_Two_AreNamedAndOrderedTogether()
    {
        await using var bench = new PageBench("one", "two");
        bench.Timelines[0].Add(Rows.Event(0, engine: "one"));
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        bench.Timelines[1].Add(Rows.Event(0, engine: "two"));

        var list = bench.Render<TimelineList>(p => p.Add(l => l.Filter, new()));

        Assert.Equal(["two", "one"], list.FindAll("td.c-engine").Select(e => e.TextContent));
    }

    [Fact]
    public async Task Gap_ExplainedAfterItWasDrawn_SaysWhatChanged()
    {
        var gap = _bench.Timeline.AddGap(Rows.Start, Rows.Start.AddSeconds(29), GapCause.EngineRestarted);
        var list = Open();
        Assert.DoesNotContain("1 container changed meanwhile", list.Find("tr.gap").TextContent, StringComparison.Ordinal);

        _bench.Timeline.Explain(gap, [new("1", "game-1", "running", "exited (137)")], Rows.Start.AddSeconds(30));

        await list.UntilAsync(() =>
        {
            _bench.Clock.Advance(BatchPace.Longest);
            Assert.Contains("1 container changed meanwhile.", list.Find("tr.gap").TextContent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Panel_OfOneContainer_ShowsNothingOfAnother()
    {
        _bench.Timeline.Add(Rows.Event(0));
        _bench.Timeline.Add(Rows.Event(0, "stop", container: 2));

        var panel = _bench.Render<TimelinePanel>(p => p.Add(c => c.Engine, "local").Add(c => c.Id, SampleContainers.IdOf(1)));

        Assert.Equal(["Started"], panel.FindAll(".c-what .what").Select(w => w.TextContent.Trim()));
        Assert.Empty(panel.FindAll(".c-name"));
    }

    private void Record(int count)
    {
        foreach (var row in Rows.Many("local", 1, count))
            _bench.Archive.Record(row);
    }

    private async Task<IRenderedComponent<TimelineList>> FarBackAsync()
    {
        Record(1000);
        var list = Open();
        for (var pages = 1; pages < 7; pages++)
        {
            var expected = Math.Min(pages * TimelineWindow.PageSize, TimelineWindow.Most);
            await list.UntilAsync(() => Assert.Equal(expected, list.FindAll("td.c-what").Count));
            await list.InvokeAsync(list.Instance.BottomNear);
        }

        await list.UntilAsync(() => Assert.Equal(TimelineWindow.Most, list.FindAll("td.c-what").Count));
        return list;
    }

    private IRenderedComponent<TimelineList> Open() => _bench.Render<TimelineList>(p => p.Add(l => l.Filter, new TimelineFilter()));
}

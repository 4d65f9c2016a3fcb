using Bunit;
using Microsoft.AspNetCore.Components;
using Rtm.Console.Components.Containers;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class ContainersPageTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Page_NothingReadYet_ShowsLoading() => Assert.NotNull(Page().Find("[aria-label='Loading containers']"));

    [Fact]
    public void Page_NoContainerInScope_NamesTheLabel()
    {
        _bench.Board.ShowList([]);

        Assert.Contains("com.galaxy.owner", Page().Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_EngineDownFromTheStart_GivesTheReason()
    {
        _bench.Board.ShowFailure("Docker Engine 'local' is not reachable at unix:///x: no such socket", null);

        Assert.Contains("no such socket", Page().Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_EngineStale_SaysAsOfWhen()
    {
        MakeStale();

        Assert.Equal("Showing the state as of 12:00:00 UTC on local.", Page().Find(".notice-title").TextContent);
    }

    [Fact]
    public void Page_EngineStaleAndTimePasses_TicksOutsideTheAlert()
    {
        MakeStale();
        var page = Page();
        var alert = page.Find("[role=alert]").InnerHtml;

        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        page.InvokeAsync(_bench.PageClock.Tick);

        Assert.Equal("That was 12 s ago.", page.Find("[aria-live=off]").TextContent);
        Assert.Equal(alert, page.Find("[role=alert]").InnerHtml);
    }

    [Fact]
    public void Page_EngineStale_MarksItsRows()
    {
        MakeStale();

        Assert.Equal("stale", Page().Find("tbody tr[aria-rowindex]").ClassName);
    }

    [Fact]
    public void Page_EngineStale_TellsAScreenReaderOfEachRow()
    {
        MakeStale();

        Assert.Equal("stale", Page().Find("tbody th .visually-hidden").TextContent);
    }

    [Theory]
    [InlineData("/?q=nothing-like-this", ".empty button")]
    [InlineData("/?q=0001", ".fields > button")]
    public async Task Page_FiltersCleared_FocusesTheSearch(string address, string button)
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Navigation.NavigateTo(address);
        var page = Page();
        var search = page.Find("input[type=search]").GetAttribute("blazor:elementreference");

        await page.Find(button).ClickAsync();

        Assert.Equal(search, Assert.IsType<ElementReference>(_bench.Browser.VerifyFocusAsyncInvoke().Arguments[0]).Id);
    }

    [Fact]
    public async Task Page_StateWithoutContainersReleased_KeepsItsButton()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Navigation.NavigateTo("/?state=exited");
        var page = Page();
        Assert.Equal("exited 0", page.Find(".toggle[aria-pressed=true]").TextContent.Trim());

        await page.Find(".toggle[aria-pressed=true]").ClickAsync();

        Assert.Contains(page.FindAll(".toggle"), t => t.TextContent.Trim() == "exited 0");
    }

    [Fact]
    public void Page_EngineReconnecting_ShowsNoBanner()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Board.ShowFailure("gone", null);

        Assert.Empty(Page().FindAll(".notice"));
    }

    [Fact]
    public async Task Page_NothingMatches_OffersToClearTheFilter()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Navigation.NavigateTo("/?q=nothing-like-this");
        var page = Page();

        await page.Find(".empty button").ClickAsync();

        Assert.Equal(["game-0001"], PageBench.Names(page));
    }

    [Fact]
    public void Page_SharedLink_ShowsTheSame()
    {
        _bench.Board.ShowList([PageBench.Container(1), PageBench.Container(2), PageBench.Container(3, facts: new() { State = "exited", ExitCode = 1 })]);
        _bench.Navigation.NavigateTo("/containers?state=running&dir=desc");

        Assert.Equal(["game-0002", "game-0001"], PageBench.Names(Page()));
    }

    [Fact]
    public void Page_Filtered_CountsBoth()
    {
        _bench.Board.ShowList([PageBench.Container(1), PageBench.Container(2)]);
        _bench.Navigation.NavigateTo("/?q=0002");

        Assert.Equal("1 of 2 containers", Page().Find(".count").TextContent);
    }

    [Fact]
    public async Task Page_Typing_WaitsForAPauseAndWritesTheAddress()
    {
        _bench.Board.ShowList([PageBench.Container(1), PageBench.Container(2)]);
        var page = Page();

        var first = page.Find("input[type=search]").InputAsync("0");
        var second = page.Find("input[type=search]").InputAsync("0002");
        Assert.DoesNotContain("q=", _bench.Navigation.Uri, StringComparison.Ordinal);
        await Eventually.TrueAsync("the pause to end", () =>
        {
            _bench.Clock.Advance(TimeSpan.FromMilliseconds(50));
            return first.IsCompleted && second.IsCompleted;
        }, Ct);

        Assert.EndsWith("/?q=0002", _bench.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SeverityClicked_Filters()
    {
        _bench.Board.ShowList([PageBench.Container(1), PageBench.Container(2, facts: new() { State = "exited", ExitCode = 1 })]);
        var page = Page();

        await page.Find("button.tile.sev-failed").ClickAsync();

        Assert.Equal(["game-0002"], PageBench.Names(page));
    }

    [Fact]
    public async Task Page_ColumnClicked_SortsAndSaysSo()
    {
        _bench.Board.ShowList([PageBench.Container(1), PageBench.Container(2)]);
        var page = Page();

        await page.Find("th.c-name button").ClickAsync();

        Assert.Equal("descending", page.Find("th.c-name").GetAttribute("aria-sort"));
    }

    [Fact]
    public async Task Page_BoardChanges_ShowsItByItself()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        var page = Page();

        _bench.Board.ShowList([PageBench.Container(1, facts: new() { State = "exited", ExitCode = 137, OomKilled = true })]);

        await Eventually.TrueAsync("the verdict", () => page.Find("tbody .verdict").TextContent.Contains("Out of memory (137)", StringComparison.Ordinal), Ct);
    }

    [Fact]
    public void Page_NameIsMarkup_IsText()
    {
        _bench.Board.ShowList([PageBench.Container(1, name: "<img src=x onerror=alert(1)>\u202Egnp")]);
        var page = Page();

        Assert.Empty(page.FindAll("tbody img"));
        Assert.Equal(["<img src=x onerror=alert(1)>\\u{202E}gnp"], PageBench.Names(page));
    }

    [Fact]
    public void Page_TwoThousandContainers_RendersAWindow()
    {
        _bench.Board.ShowList([.. Enumerable.Range(1, 2000).Select(i => PageBench.Container(i))]);
        var page = Page();

        Assert.InRange(page.FindAll("tbody tr[aria-rowindex]").Count, 1, 200);
    }

    [Fact]
    public void Page_TwoThousandContainers_TellsAllRowsToAScreenReader()
    {
        _bench.Board.ShowList([.. Enumerable.Range(1, 2000).Select(i => PageBench.Container(i))]);

        Assert.Equal("2001", Page().Find("table").GetAttribute("aria-rowcount"));
    }

    [Fact]
    public async Task Page_TwoEngines_ShowsTheEngineColumn()
    {
        await using var bench = new PageBench("one", "two");
        bench.Boards[0].ShowList([PageBench.Container(1, engine: "one")]);
        bench.Boards[1].ShowFailure("gone", null);

        Assert.Equal("one", bench.Render<ContainersPage>().Find("td.c-engine").TextContent);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Page_OneOfTwoEnginesAnswersWithNothing_SaysSoOfThatOneOnly(int answers, int fails)
    {
        await using var bench = new PageBench("one", "two");
        bench.Boards[answers].ShowList([]);
        bench.Boards[fails].ShowFailure("gone", null);

        Assert.Equal("No containers in scope on the engines that answered (1 of 2)", bench.Render<ContainersPage>().Find(".empty h2").TextContent);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Page_OneOfTwoEnginesFails_CountsTheOtherAndNamesIt(int answers, int fails)
    {
        await using var bench = new PageBench("one", "two");
        bench.Boards[answers].ShowList([PageBench.Container(1, engine: bench.Boards[answers].Engine)]);
        bench.Boards[fails].ShowFailure("gone", null);
        var page = bench.Render<ContainersPage>();

        Assert.Equal("1 container on the engines that answered (1 of 2)", page.Find(".count").TextContent);
        Assert.Equal([$"Docker Engine “{bench.Boards[fails].Engine}” does not answer."], page.FindAll(".notice-title").Select(n => n.TextContent));
    }

    [Fact]
    public void Page_TimePasses_AgesTick()
    {
        _bench.Board.ShowList([PageBench.Container(1) with { CreatedAt = _bench.Clock.GetUtcNow().AddSeconds(-5) }]);
        var page = Page();

        _bench.Clock.Advance(TimeSpan.FromSeconds(2));
        page.InvokeAsync(_bench.PageClock.Tick);

        Assert.Equal("7 s", page.Find("td.c-age time").TextContent);
    }

    [Fact]
    public void Page_EngineClockIsAhead_CountsAgesOnTheEnginesClock()
    {
        _bench.Board.ShowInfo(PageBench.Info(TimeSpan.FromMinutes(10)));
        _bench.Board.ShowList([PageBench.Container(1) with { CreatedAt = _bench.Clock.GetUtcNow().AddMinutes(10).AddSeconds(-5) }]);

        Assert.Equal("5 s", Page().Find("td.c-age time").TextContent);
    }

    private IRenderedComponent<ContainersPage> Page() => _bench.Render<ContainersPage>();

    private void MakeStale()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        _bench.Board.ShowFailure("gone", null);
    }
}

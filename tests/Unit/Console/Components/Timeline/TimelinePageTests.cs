using AngleSharp.Dom;
using Bunit;
using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;
using Page = Bunit.IRenderedComponent<Rtm.Console.Components.Timeline.TimelinePage>;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

public sealed class TimelinePageTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Page_NothingKept_SaysSo()
    {
        var page = Open();

        await page.UntilAsync(() => Assert.Equal("Nothing has happened yet", page.Find(".empty h2").TextContent));
    }

    [Fact]
    public async Task Page_EventHappens_ShowsItOnTop()
    {
        _bench.Timeline.Add(Rows.Event(0));
        var page = Open();

        _bench.Timeline.Add(Rows.Event(0, "die", exitCode: 3));

        await ShowsAsync(page, "Exited with code 3", "Started");
        Assert.Equal("3", page.Find("td.c-code").TextContent);
    }

    [Fact]
    public void Row_Container_LinksToItsPage()
    {
        _bench.Timeline.Add(Rows.Event(0));

        Assert.Equal($"/containers/local/{SampleContainers.IdOf(1)}", Open().Find("th.c-name a").GetAttribute("href"));
    }

    [Fact]
    public async Task Row_NameAndDetailAreMarkupAndEscapes_AreText()
    {
        _bench.Timeline.Add(Rows.Event(0, "rename", "<script>alert(1)</script>\u001b[2J", name: "<img src=x onerror=alert(1)>\u202E"));
        var page = Open();

        Assert.Empty(page.FindAll("tbody img, tbody script"));
        Assert.Equal("<img src=x onerror=alert(1)>\\u{202E}", page.Find("tbody th.c-name").TextContent);
        await ShowsAsync(page, "Renamed from <script>alert(1)</script>\u241b[2J");
    }

    [Fact]
    public async Task Pause_EventsHappen_CountsThemAndHoldsStill()
    {
        _bench.Timeline.Add(Rows.Event(0));
        var page = Open();
        await Button(page, "Pause").ClickAsync();

        _bench.Timeline.Add(Rows.Event(0, "stop"));

        await page.UntilAsync(() => Assert.Equal("1 new", page.Find(".pill").TextContent.Trim()));
        await ShowsAsync(page, "Started");
        Assert.Equal("true", Button(page, "Resume").GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task Pill_Clicked_ShowsWhatIsNewAndFollows()
    {
        _bench.Timeline.Add(Rows.Event(0));
        var page = Open();
        await Button(page, "Pause").ClickAsync();
        _bench.Timeline.Add(Rows.Event(0, "stop"));
        await page.UntilAsync(() => Assert.True(page.FindAll(".pill").Count == 1));

        await page.Find(".pill").ClickAsync();

        await ShowsAsync(page, "Stopped", "Started");
        Assert.Empty(page.FindAll(".pill"));
        Assert.NotNull(Button(page, "Pause"));
    }

    [Fact]
    public async Task Scrolled_EventHappens_DoesNotMoveWhatIsRead()
    {
        _bench.Timeline.Add(Rows.Event(0));
        var page = Open();
        var list = page.FindComponent<TimelineList>();
        await page.InvokeAsync(() => list.Instance.TopSeen(false));

        _bench.Timeline.Add(Rows.Event(0, "stop"));
        await page.UntilAsync(() => Assert.Equal("1 new", page.Find(".pill").TextContent.Trim()));
        await ShowsAsync(page, "Started");

        await page.InvokeAsync(() => list.Instance.TopSeen(true));
        await ShowsAsync(page, "Stopped", "Started");
    }

    [Fact]
    public async Task Gap_Explained_IsABandWithBothEndsCauseAndCount()
    {
        var gap = _bench.Timeline.AddGap(Rows.Start, Rows.Start.AddSeconds(29), GapCause.EngineRestarted);
        _bench.Timeline.Explain(gap, [new("1", "game-1", "running", "exited (137)")], Rows.Start.AddSeconds(30));
        var page = Open();

        var band = page.Find("tr.gap").TextContent;
        Assert.Contains("2026-11-23 12:00:00 UTC and 2026-11-23 12:00:29 UTC", band.Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Cause: engine restarted. 1 container changed meanwhile.", band, StringComparison.Ordinal);
        await ShowsAsync(page, "Found after the gap: running → exited (137)");
    }

    [Fact]
    public async Task Link_WithFilter_ShowsMatchesOnly()
    {
        _bench.Timeline.Add(Rows.Event(0));
        _bench.Timeline.Add(Rows.Event(0, "die", exitCode: 1));
        _bench.Navigation.NavigateTo("/timeline?action=die");

        await ShowsAsync(Open(), "Exited with code 1");
    }

    [Fact]
    public async Task Filter_Clicked_IsInTheAddress()
    {
        _bench.Timeline.Add(Rows.Event(0));
        _bench.Timeline.Add(Rows.Event(0, "pause"));
        _bench.Navigation.NavigateTo("/timeline");
        var page = Open();

        await Button(page, "Paused").ClickAsync();

        Assert.EndsWith("/timeline?action=pause", _bench.Navigation.Uri, StringComparison.Ordinal);
        await ShowsAsync(page, "Paused");
    }

    [Fact]
    public void Address_PartCantBeUsed_IsSaidAndStays()
    {
        _bench.Navigation.NavigateTo("/timeline?from=yesterday");

        Assert.Contains("from=yesterday", Open().Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.EndsWith("?from=yesterday", _bench.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NothingMatches_Cleared_ShowsAll()
    {
        _bench.Timeline.Add(Rows.Event(0));
        _bench.Navigation.NavigateTo("/timeline?q=no-such-thing");
        var page = Open();
        await page.UntilAsync(() => Assert.Equal("Nothing matches the filter", page.Find(".empty h2").TextContent));

        await page.Find(".empty button").ClickAsync();

        await ShowsAsync(page, "Started");
    }

    [Fact]
    public void Export_Links_CarryTheFilter()
    {
        _bench.Navigation.NavigateTo("/timeline?action=die&probes=show");

        Assert.Equal(
            ["/timeline/export.csv?action=die", "/timeline/export.json?action=die"], Open().FindAll(".export a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task Probes_Hidden_AreCountedAndCanBeShown()
    {
        for (var i = 0; i < 3; i++)
            _bench.Timeline.Add(Rows.Event(0, "exec_start", isProbe: true));
        _bench.Navigation.NavigateTo("/timeline");
        var page = Open();
        await page.UntilAsync(() => Assert.StartsWith("3 health-probe events hidden", page.Find(".probes").TextContent.Trim(), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("tr.probe"));

        await page.Find(".probes button").ClickAsync();

        await page.UntilAsync(() => Assert.Equal(3, page.FindAll("tr.probe").Count));
        Assert.EndsWith("?probes=show", _bench.Navigation.Uri, StringComparison.Ordinal);
    }

    private Page Open() => _bench.Render<TimelinePage>();

    private static IElement Button(Page page, string name) => page.FindAll("button").Single(b => b.TextContent.Trim() == name);

    private static async Task ShowsAsync(Page page, params string[] words) =>
        await page.UntilAsync(() => Assert.Equal(words, page.FindAll(".c-what .what").Select(w => w.TextContent.Trim())));
}

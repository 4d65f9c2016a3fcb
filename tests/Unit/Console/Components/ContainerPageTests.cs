using Bunit;
using Microsoft.JSInterop;
using Rtm.Console.Components.Containers;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class ContainerPageTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Page_KnownContainer_ShowsItsVerdict()
    {
        _bench.Board.ShowList([PageBench.Container(1, facts: new() { State = "exited", ExitCode = 3 })]);

        Assert.Equal("Crashed, exit 3", Page("local", SampleContainers.IdOf(1)).Find(".verdict-text").TextContent);
    }

    [Fact]
    public async Task Page_UnknownIdAndUnknownEngine_AnswerAlike()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);

        Assert.Equal((await NotFoundAsync("local", SampleContainers.IdOf(2))).Markup, (await NotFoundAsync("elsewhere", SampleContainers.IdOf(1))).Markup);
    }

    [Fact]
    public async Task Page_UnknownId_IsNotFound()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);

        Assert.Contains("There is no such container here", (await NotFoundAsync("local", SampleContainers.IdOf(2))).Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_NothingReadYet_IsNotCalledNotFound() =>
        Assert.Equal("Container", Page("local", SampleContainers.IdOf(1)).Find("h1").TextContent);

    [Fact]
    public async Task Page_UnknownIdWhileTheEngineIsSilent_SaysAsOfWhen()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        _bench.Board.ShowFailure("gone", null);
        var page = Page("local", SampleContainers.IdOf(2));

        await page.UntilAsync(() => Assert.Equal("Not known as of 12:00:00 UTC", page.Find(".empty h2").TextContent));
        Assert.Equal("gone", page.Find("[role=alert] .notice-reason").TextContent);
        Assert.DoesNotContain("removed", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_LoopIsOver_SaysSoByItself()
    {
        var ended = _bench.Clock.GetUtcNow();
        _bench.Board.ShowList([PageBench.Container(1, facts: new() { State = "running", RestartCount = 4, ExitCode = 1, FinishedAt = ended })]);
        var page = Page("local", SampleContainers.IdOf(1));
        Assert.StartsWith("Crash-looping", page.Find(".verdict-text").TextContent, StringComparison.Ordinal);

        _bench.Clock.Advance(TimeSpan.FromMinutes(3));
        await page.InvokeAsync(_bench.PageClock.Tick);

        Assert.Equal("Running", page.Find(".verdict-text").TextContent);
    }

    [Fact]
    public async Task CopyId_BrowserFails_SaysSoAndKeepsThePage()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Browser.SetupModule("./Components/ContainerTabs/CopyButton.razor.js")
            .Setup<bool>("copy", _ => true).SetException(new JSException("NotAllowedError"));
        var page = Page("local", SampleContainers.IdOf(1));

        await page.Find(".id-line button").ClickAsync();

        Assert.Equal("Could not copy; select the text instead.", page.Find(".id-line [role=status]").TextContent);
        Assert.Contains(_bench.Logs.Entries, e => e.Contains("'copy'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CopyId_Again_ClearsWhatWasSaidUntilTheBrowserAnswers()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        var first = _bench.Browser.SetupModule("./Components/ContainerTabs/CopyButton.razor.js").Setup<bool>("copy", _ => true);
        first.SetResult(true);
        var page = Page("local", SampleContainers.IdOf(1));
        await page.Find(".id-line button").ClickAsync();
        Assert.Equal("Copied.", Said(page));
        var second = _bench.Browser.SetupModule("./Components/ContainerTabs/CopyButton.razor.js").Setup<bool>("copy", _ => true);

        var click = page.Find(".id-line button").ClickAsync();

        Assert.Equal("", Said(page));
        second.SetResult(true);
        await click;
    }

    [Fact]
    public void Tabs_EachOne_HasAnAddressAndOnlyTheOpenOneIsCurrent()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        var page = Page("local", SampleContainers.IdOf(1), "raw");

        var path = $"/containers/local/{SampleContainers.IdOf(1)}";
        Assert.Equal(
            [path, $"{path}/logs", $"{path}/stats", $"{path}/timeline", $"{path}/configuration", $"{path}/raw"],
            page.FindAll("nav.tabs a").Select(a => a.GetAttribute("href")));
        Assert.Equal("Raw JSON", page.Find("nav.tabs [aria-current=page]").TextContent);
    }

    [Theory]
    [InlineData("no-such-tab")]
    [InlineData("../../admin")]
    [InlineData("<script>")]
    public void Tabs_UnknownAddress_IsTheOverview(string tab)
    {
        _bench.Board.ShowList([PageBench.Container(1)]);

        Assert.Equal("Overview", Page("local", SampleContainers.IdOf(1), tab).Find("nav.tabs [aria-current=page]").TextContent);
    }

    [Fact]
    public async Task Page_ContainerGoes_KeepsWhatIsKnown()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        var page = Page("local", SampleContainers.IdOf(1));

        _bench.Board.Remove(SampleContainers.IdOf(1));

        await page.UntilAsync(() => Assert.Equal("Gone", page.Find(".page-head .verdict-text").TextContent));
        Assert.Equal("game-0001", page.Find("h1").TextContent);
        Assert.Contains(SampleContainers.Image, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OpenedAfterTheContainerWent_ShowsWhatTheTimelineKnows()
    {
        _bench.Board.ShowList([]);
        _bench.Timeline.Add(Destroyed(SampleContainers.Owner));

        var page = Page("local", SampleContainers.IdOf(1));

        Assert.Equal("game-1", page.Find("h1").TextContent);
        Assert.Contains("Removed", page.Find(".facts").TextContent, StringComparison.Ordinal);
        Assert.Equal("Removed", page.Find(".timeline .what").TextContent.Trim());
    }

    [Fact]
    public void TimelineTab_Open_ShowsTheRowsOfThisContainerOnly()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Timeline.Add(Destroyed(SampleContainers.Owner) with { Action = "pause" });
        _bench.Timeline.Add(Destroyed(SampleContainers.Owner) with { ContainerId = SampleContainers.IdOf(2) });

        Assert.Equal(["Paused"], Page("local", SampleContainers.IdOf(1), "timeline").FindAll(".timeline .what").Select(w => w.TextContent.Trim()));
    }

    [Fact]
    public async Task Page_IdThatOnlyGapsMatch_IsNotFound()
    {
        _bench.Board.ShowList([]);
        _bench.Timeline.AddGap(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, GapCause.Unknown);

        await NotFoundAsync("local", SampleContainers.IdOf(7));
    }

    [Fact]
    public void Page_NameWithMarkupAndEscapes_IsText()
    {
        _bench.Board.ShowList([PageBench.Container(1, "<img src=x onerror=alert(1)>\u001b[31m\u202e")]);

        var page = Page("local", SampleContainers.IdOf(1));

        Assert.Empty(page.FindAll("img"));
        Assert.DoesNotContain('\u001b', page.Markup);
        Assert.DoesNotContain('\u202e', page.Markup);
    }

    private static TimelineEvent Destroyed(string owner) => new("local", 0, new(2026, 11, 23, 11, 0, 0, TimeSpan.Zero))
    {
        TimeNano = 1,
        ContainerId = SampleContainers.IdOf(1),
        Name = "game-1",
        Owner = owner,
        Action = "destroy",
    };

    private static string Said(IRenderedComponent<ContainerPage> page) => page.Find(".id-line [role=status]").TextContent;

    // The history is asked first: what was removed is not unknown.
    private async Task<IRenderedComponent<ContainerPage>> NotFoundAsync(string engine, string id)
    {
        var page = Page(engine, id);
        await page.UntilAsync(() => Assert.Equal("Container not found", page.Find("h1").TextContent));
        return page;
    }

    private IRenderedComponent<ContainerPage> Page(string engine, string id, string? tab = null) =>
        _bench.Render<ContainerPage>(p => p.Add(c => c.Engine, engine).Add(c => c.Id, id).Add(c => c.Tab, tab));
}

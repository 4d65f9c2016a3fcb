using Bunit;
using Microsoft.JSInterop;
using Rtm.Console.Components.Containers;
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
    public void Page_UnknownIdAndUnknownEngine_AnswerAlike()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);

        Assert.Equal(Page("local", SampleContainers.IdOf(2)).Markup, Page("elsewhere", SampleContainers.IdOf(1)).Markup);
    }

    [Fact]
    public void Page_UnknownId_IsNotFound()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);

        Assert.Equal("Container not found", Page("local", SampleContainers.IdOf(2)).Find("h1").TextContent);
    }

    [Fact]
    public void Page_NothingReadYet_IsNotCalledNotFound() =>
        Assert.Equal("Container", Page("local", SampleContainers.IdOf(1)).Find("h1").TextContent);

    [Fact]
    public void Page_UnknownIdWhileTheEngineIsSilent_SaysAsOfWhen()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        _bench.Board.ShowFailure("gone", null);
        var page = Page("local", SampleContainers.IdOf(2));

        Assert.Equal("Not known as of 12:00:00 UTC", page.Find(".empty h2").TextContent);
        Assert.Equal("gone", page.Find("[role=alert] .notice-reason").TextContent);
        Assert.DoesNotContain("removed", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_LoopIsOver_SaysSoByItself()
    {
        var ended = _bench.Clock.GetUtcNow();
        _bench.Board.ShowList([PageBench.Container(1, facts: new() { State = "running", RestartCount = 4, ExitCode = 1, FinishedAt = ended })]);
        var page = Page("local", SampleContainers.IdOf(1));
        Assert.StartsWith("Crash-looping", page.Find(".verdict-text").TextContent, StringComparison.Ordinal);

        _bench.Clock.Advance(TimeSpan.FromMinutes(3));
        page.InvokeAsync(_bench.PageClock.Tick);

        Assert.Equal("Running", page.Find(".verdict-text").TextContent);
    }

    [Fact]
    public async Task CopyId_BrowserFails_SaysSoAndKeepsThePage()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Browser.SetupModule("./Components/Containers/ContainerPage.razor.js")
            .Setup<bool>("copy", _ => true).SetException(new JSException("NotAllowedError"));
        var page = Page("local", SampleContainers.IdOf(1));

        await page.Find(".id-line button").ClickAsync();

        Assert.Equal("Could not copy; select the id instead.", page.Find(".id-line [role=status]").TextContent);
        Assert.Contains(_bench.Logs.Entries, e => e.Contains("'copy'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CopyId_Again_ClearsWhatWasSaidUntilTheBrowserAnswers()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        var first = _bench.Browser.SetupModule("./Components/Containers/ContainerPage.razor.js").Setup<bool>("copy", _ => true);
        first.SetResult(true);
        var page = Page("local", SampleContainers.IdOf(1));
        await page.Find(".id-line button").ClickAsync();
        Assert.Equal("Copied.", Said(page));
        var second = _bench.Browser.SetupModule("./Components/Containers/ContainerPage.razor.js").Setup<bool>("copy", _ => true);

        var click = page.Find(".id-line button").ClickAsync();

        Assert.Equal("", Said(page));
        second.SetResult(true);
        await click;
    }

    private static string Said(IRenderedComponent<ContainerPage> page) => page.Find(".id-line [role=status]").TextContent;

    private IRenderedComponent<ContainerPage> Page(string engine, string id) =>
        _bench.Render<ContainerPage>(p => p.Add(c => c.Engine, engine).Add(c => c.Id, id));
}

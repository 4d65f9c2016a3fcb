using Bunit;
using Rtm.Console.Components.Containers;
using Rtm.Console.Components.ContainerTabs.Logs;
using Rtm.Console.Inspection;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Logs;

public sealed class LogsTabTests : IAsyncDisposable
{
    private static readonly string Id = SampleContainers.IdOf(1);
    private static readonly string Path = $"/containers/local/{Id}/logs";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PageBench _bench = new();
    private int _said;

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Tab_NoLines_SaysThatNewOnesAppear()
    {
        var page = Page();

        await page.UntilAsync(() => Assert.Contains("No lines yet", page.Find(".log").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tab_NewLine_AppearsByItself()
    {
        Say("one");
        var page = Page();
        await LinesAsync(page, "one");

        Say("two");

        await LinesAsync(page, "one", "two");
    }

    [Fact]
    public async Task Tab_LineWithMarkupAndEscapes_IsText()
    {
        Say("<img src=x onerror=alert(1)>\u001b]8;;javascript:alert(1)\a\u202e");
        var page = Page();

        await LinesAsync(page, "<img src=x onerror=alert(1)>␛]8;;javascript:alert(1)␇\\u{202E}");
        Assert.Empty(page.FindAll(".log img, .log a"));
        Assert.DoesNotContain('\u001b', page.Markup);
    }

    [Fact]
    public async Task Tab_StderrAndLevels_AreToldByMoreThanColour()
    {
        Say("ERROR bad", LogSource.Stderr);
        var page = Page();
        await LinesAsync(page, "ERR stderr ERROR bad");

        Assert.Contains("err", page.Find(".ln").ClassList);
        Assert.Contains("l-err", page.Find(".ln").ClassList);
    }

    [Fact]
    public async Task Tab_TenThousandLines_DrawsAFewOfThem()
    {
        for (var i = 0; i < 5_000; i++)
            Say($"line {i}");
        var page = Page("?tail=10000");

        await SeenAsync(page, () => page.FindAll(".ln").Count == LogWindow.Rows && page.FindAll(".ln")[^1].TextContent.Trim() == "line 4999");
        Assert.Contains("5,000 lines", page.Find(".log-state").TextContent, StringComparison.Ordinal);
        Assert.Equal($"height:{(5_000 - LogWindow.Rows) * LogsTab.RowHeight}px", page.Find(".space").GetAttribute("style"));
    }

    [Fact]
    public async Task Pause_ThenNewLines_CountsThemAndResumeShowsThem()
    {
        Say("one");
        var page = Page();
        await LinesAsync(page, "one");
        await ButtonAsync(page, "Pause");

        Say("two");
        Say("three");
        await SeenAsync(page, () => page.Find(".new-lines").TextContent == "2 new lines");
        Assert.Single(page.FindAll(".ln"));
        await ButtonAsync(page, "Resume");

        await LinesAsync(page, "one", "two", "three");
        Assert.Empty(page.FindAll(".new-lines"));
    }

    [Fact]
    public async Task Scrolled_AwayFromTheEnd_ShowsTheRowsThatAreLookedAt()
    {
        for (var i = 0; i < 1_000; i++)
            Say($"line {i}");
        var page = Page();
        await SeenAsync(page, () => page.FindAll(".ln").Count == LogWindow.Rows);
        var tab = page.FindComponent<LogsTab>();

        await page.InvokeAsync(tab.Instance.OnLeftEnd);
        await page.InvokeAsync(() => tab.Instance.OnScrolled(300, 40));

        await SeenAsync(page, () => page.FindAll(".ln").Any(line => line.TextContent.Trim() == "line 320"));
    }

    /// <summary>The browser can say anything: it must not make the server draw more, or fall over.</summary>
    [Theory]
    [InlineData(int.MinValue, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-5, -5)]
    public async Task Scrolled_ForgedNumbers_DrawNoMoreThanAWindow(int first, int seen)
    {
        for (var i = 0; i < 1_000; i++)
            Say($"line {i}");
        var page = Page();
        await SeenAsync(page, () => page.FindAll(".ln").Count == LogWindow.Rows);
        var tab = page.FindComponent<LogsTab>();

        await page.InvokeAsync(tab.Instance.OnLeftEnd);
        await page.InvokeAsync(() => tab.Instance.OnScrolled(first, seen));

        Assert.Equal(LogWindow.Rows, page.FindAll(".ln").Count);
    }

    [Fact]
    public async Task Search_OfTheAddress_MarksTheHitsAndCountsTheLines()
    {
        Say("a needle in hay");
        Say("hay");
        Say("\u001b[31mnee\u001b[0mdle needle");
        var page = Page("?q=NEEDLE");

        await SeenAsync(page, () => page.Find("[role=search] [role=status]").TextContent == "2 matches");
        Assert.Equal(["needle", "nee", "dle", "needle"], page.FindAll("mark").Select(m => m.TextContent));
    }

    [Fact]
    public async Task Search_OnlyMatches_ShowsNoOtherLine()
    {
        Say("a1");
        Say("b");
        Say("a2");
        var page = Page("?q=a%5Cd&regex=1&only=1");

        await LinesAsync(page, "a1", "a2");
        Say("a3");
        await LinesAsync(page, "a1", "a2", "a3");
    }

    [Fact]
    public async Task Search_TypedAndAtOnceAToggle_MeansBoth()
    {
        Say("a1");
        Say("b");
        var page = Page();
        await LinesAsync(page, "a1", "b");

        var typing = page.Find("#log-search").InputAsync("a");
        await ButtonAsync(page, "Only matches");

        await LinesAsync(page, "a1");
        // What was waiting for the end of the typing has nothing left to do.
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        await typing.WaitAsync(Patience, Ct);
        Assert.EndsWith("?q=a&only=1", _bench.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_PatternThatCannotBeUsed_SaysSoAndShowsTheLog()
    {
        Say("a");
        var page = Page("?q=(&regex=1&only=1");

        await LinesAsync(page, "a");
        Assert.StartsWith("Not a pattern", page.Find("[role=search] [role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextMatch_FromTheNewest_GoesRound()
    {
        Say("x 1");
        Say("y");
        Say("x 2");
        var page = Page("?q=x");
        await SeenAsync(page, () => page.Find("[role=search] [role=status]").TextContent == "2 matches");

        await page.Find("[aria-label='Next match']").ClickAsync();
        await SeenAsync(page, () => page.Find(".ln.at").TextContent.Trim() == "x 2");
        await page.Find("[aria-label='Next match']").ClickAsync();

        await SeenAsync(page, () => page.Find(".ln.at").TextContent.Trim() == "x 1");
        Assert.Equal("1 of 2", page.Find("[role=search] [role=status]").TextContent);
    }

    [Fact]
    public async Task Toggles_AreInTheAddress()
    {
        Say("one");
        var page = Page();
        await LinesAsync(page, "one");

        await ButtonAsync(page, "Timestamps");
        await ButtonAsync(page, "Wrap");

        Assert.EndsWith($"{Path}?times=1&wrap=1", _bench.Navigation.Uri, StringComparison.Ordinal);
        await SeenAsync(page, () => page.Find(".tm").TextContent == "11-23 12:00:00.000 ");
        Assert.Contains("wrap", page.Find(".log").ClassList);
    }

    [Fact]
    public async Task Streams_StderrOnly_AsksTheEngineForNothingElse()
    {
        Say("out");
        Say("err", LogSource.Stderr);
        var page = Page("?show=stderr");

        await LinesAsync(page, "stderr err");
    }

    [Fact]
    public async Task Tab_EngineFails_SaysWhyAndTriesAgain()
    {
        _bench.Engine.Fail(nameof(IDockerEngine.ReadLogsAsync), new EngineException(new("local", "read logs", Id), "configured logging driver does not support reading"));
        var page = Page();
        await SeenAsync(page, () => page.FindAll("[role=alert] .notice-reason").Any(e => e.TextContent.Contains("does not support reading", StringComparison.Ordinal)));

        _bench.Engine.Heal(nameof(IDockerEngine.ReadLogsAsync));
        Say("healed");
        await ButtonAsync(page, "Try again");

        await LinesAsync(page, "healed");
    }

    [Fact]
    public async Task Tab_Left_EndsTheReading()
    {
        Say("one");
        var page = Page();
        await LinesAsync(page, "one");

        page.Render(p => p.Add(c => c.Tab, "raw"));

        await _bench.Engine.WaitForLogReadersAsync(Id, 0, Ct, Patience);
    }

    private void Say(string text, LogSource source = LogSource.Stdout) =>
        _bench.Engine.AppendLog(Id, new(source, _bench.Clock.GetUtcNow().AddMicroseconds(_said++), text, false));

    private IRenderedComponent<ContainerPage> Page(string query = "")
    {
        _bench.Engine.Put(new SampleContainers(_bench.Clock.GetUtcNow()).Healthy());
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Navigation.NavigateTo(Path + query);
        return _bench.Render<ContainerPage>(p => p.Add(c => c.Engine, "local").Add(c => c.Id, Id).Add(c => c.Tab, "logs"));
    }

    private static Task ButtonAsync(IRenderedComponent<ContainerPage> page, string word) =>
        page.FindAll("button").First(button => button.TextContent.Trim() == word).ClickAsync();

    private Task<bool> LinesAsync(IRenderedComponent<ContainerPage> page, params string[] lines) =>
        SeenAsync(page, () => page.FindAll(".ln").Select(line => line.TextContent.Trim()).SequenceEqual(lines));

    /// <summary>Lets the page's clock go on until it is seen: draws are a tenth of a second apart.</summary>
    private Task<bool> SeenAsync(IRenderedComponent<ContainerPage> page, Func<bool> seen) => Eventually.ValueAsync(
        "the page to show it",
        async () =>
        {
            _bench.Clock.Advance(LogPace.Window);
            return await page.InvokeAsync(() => page.FindAll(".new-lines, .log").Count > 0 && Try(seen));
        },
        done => done,
        Ct,
        Patience);

    private static bool Try(Func<bool> seen)
    {
        try
        {
            return seen();
        }
        catch (ElementNotFoundException)
        {
            return false;
        }
    }
}

using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Rtm.Console.Relay;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>The timeline in a real browser: what happens on a real engine, and a long history that is scrolled through.</summary>
public sealed class TimelineTests(Chromium chromium, SharedEngine shared) : BrowserTest(chromium)
{
    private const string Owner = "browser-timeline";

    private readonly string _name = $"tl-{Guid.NewGuid():N}"[..11];

    [Fact]
    public async Task Timeline_ContainerLivesAndDies_ShowsItInOneOrderOnTwoPages()
    {
        var site = await LiveAsync();
        var (page, other) = ((await EnterAsync(site, "/timeline")).Page, (await EnterAsync(site, "/timeline")).Page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing has happened yet" })).ToBeVisibleAsync();
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Nothing has happened yet" })).ToBeVisibleAsync();

        await RunAsync("exit 3");
        await DockerAsync("wait", _name);
        await DockerAsync("rm", _name);

        await ShowsAsync(page, "Removed", "Exited with code 3", "Started", "Created");
        await ShowsAsync(other, "Removed", "Exited with code 3", "Started", "Created");
        Assert.Equal(await Times(page).AllInnerTextsAsync(), await Times(other).AllInnerTextsAsync());
    }

    [Fact]
    public async Task Pause_EventsHappen_CountsThemUntilThePillIsPressed()
    {
        var site = await LiveAsync();
        await RunAsync("sleep 3600");
        var page = (await EnterAsync(site, "/timeline")).Page;
        await ShowsAsync(page, "Started", "Created");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resume", Exact = true })).ToBeVisibleAsync();

        await DockerAsync("pause", _name);
        await DockerAsync("unpause", _name);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "2 new" })).ToBeVisibleAsync();
        await ShowsAsync(page, "Started", "Created");

        await page.GetByRole(AriaRole.Button, new() { Name = "2 new" }).ClickAsync();
        await ShowsAsync(page, "Resumed", "Paused", "Started", "Created");
        await DockerAsync("rm", "--force", _name);
    }

    [Fact]
    public async Task FilterLink_Reloaded_ShowsTheSame()
    {
        var page = (await EnterAsync(await HistoryAsync(), "/timeline")).Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Exited", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("game-0007");
        await Expect(page).ToHaveURLAsync(new Regex(@"/timeline\?action=die&q=game-0007$"));
        await Expect(What(page)).ToHaveCountAsync(10);

        await page.ReloadAsync();

        await Expect(What(page)).ToHaveCountAsync(10);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Exited", Exact = true })).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" })).ToHaveValueAsync("game-0007");
    }

    [Fact]
    public async Task Scrolled_ToTheEnd_LoadsTheHistoryPageByPage()
    {
        var page = (await EnterAsync(await HistoryAsync(), "/timeline")).Page;
        var region = page.GetByRole(AriaRole.Region, new() { Name = "Timeline" });
        await Expect(What(page)).ToHaveCountAsync(50);
        await Screenshots.TakeAsync(page, "timeline-history");

        // Each time the end comes near, the page below is loaded by itself; far down the newest rows are let go.
        foreach (var rows in (int[])[100, 150, 164])
        {
            await region.EvaluateAsync("region => region.scrollTop = region.scrollHeight");
            await Expect(What(page)).ToHaveCountAsync(rows);
        }

        await EndlesslyAsync(region, "region.scrollHeight", page.GetByText("That is all: nothing older is kept."));
        await Expect(What(page)).ToHaveCountAsync(164);
    }

    [Fact]
    public async Task ScrolledBackUp_FromTheEnd_ShowsWhatWasLetGoAndDoesNotJump()
    {
        var page = (await EnterAsync(await HistoryAsync(), "/timeline")).Page;
        var region = page.GetByRole(AriaRole.Region, new() { Name = "Timeline" });
        await Expect(What(page)).ToHaveCountAsync(50);
        var newest = await Times(page).First.GetAttributeAsync("title");
        await EndlesslyAsync(region, "region.scrollHeight", page.GetByText("That is all: nothing older is kept."));
        await Expect(page.GetByText("Newer events are further up.")).ToBeVisibleAsync();

        // At the very top of what is drawn: what comes in above must not push away what is read.
        var first = await Times(page).First.GetAttributeAsync("title");
        await region.EvaluateAsync("region => region.scrollTop = 0");
        await Expect(Times(page).First).Not.ToHaveAttributeAsync("title", first!);
        await Expect(page.GetByTitle(first!, new() { Exact = true })).ToBeInViewportAsync();
        await Screenshots.TakeAsync(page, "timeline-back-up");

        await EndlesslyAsync(region, "0", page.GetByTitle(newest!, new() { Exact = true }));
        await Expect(page.GetByText("Newer events are further up.")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Export_Csv_DownloadsWhatIsFiltered()
    {
        var page = (await EnterAsync(await HistoryAsync(), "/timeline?action=die")).Page;

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export CSV" }).ClickAsync());

        Assert.Matches("^timeline-[0-9-]{10}[.]csv$", download.SuggestedFilename);
        var lines = await File.ReadAllLinesAsync(await download.PathAsync(), Ct);
        Assert.Equal(HistorySize / 4 + 1, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.Contains(",die,", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_Timeline_FindsNothing(ColorScheme scheme)
    {
        var page = (await EnterAsync(await HistoryAsync(withGap: true), "/timeline", new() { ColorScheme = scheme })).Page;
        await Expect(page.GetByText("Gap: events were lost")).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, $"timeline-{(scheme == ColorScheme.Dark ? "dark" : "light")}");

        await Axe.AssertCleanAsync(page);
    }

    [Fact]
    public async Task Axe_NarrowTimeline_FindsNothing()
    {
        var options = new BrowserNewContextOptions { ViewportSize = new() { Width = 390, Height = 844 } };
        var page = (await EnterAsync(await HistoryAsync(withGap: true), "/timeline?from=yesterday", options)).Page;
        await Expect(page.GetByText("Gap: events were lost")).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "timeline-narrow");

        await Axe.AssertCleanAsync(page);
    }

    [Fact]
    public async Task Container_Removed_KeepsItsTimeline()
    {
        var site = await LiveAsync();
        var id = await RunAsync("exit 0");
        await DockerAsync("wait", _name);
        var page = (await EnterAsync(site, $"/containers/local/{id}/timeline")).Page;
        await ShowsAsync(page, "Exited with code 0", "Started", "Created");

        await DockerAsync("rm", _name);
        await ShowsAsync(page, "Removed", "Exited with code 0", "Started", "Created");
        await page.ReloadAsync();

        await ShowsAsync(page, "Removed", "Exited with code 0", "Started", "Created");
        await Screenshots.TakeAsync(page, "timeline-removed");
    }

    private const int HistorySize = 400;

    private static ILocator What(IPage page) => page.Locator("tbody .what");

    private static ILocator Times(IPage page) => page.Locator("tbody .c-time time");

    // Scrolls to an end again and again, as each page moves it away, until something is there.
    private static async Task EndlesslyAsync(ILocator region, string top, ILocator until) => await Eventually.ValueAsync("the end of the rows", async () =>
    {
        await region.EvaluateAsync($"region => region.scrollTop = {top}");
        return await until.IsVisibleAsync();
    }, isThere => isThere, Ct, TimeSpan.FromSeconds(30));

    private static Task ShowsAsync(IPage page, params string[] words) => Expect(What(page)).ToHaveTextAsync(words);

    private Task<Site> LiveAsync() => KeepAsync(Site.StartAsync(Ct, [.. Site.OnEngine(shared.Engine), $"--Rtm:Scope:Owners:0={Owner}-{_name}"]));

    private Task<string> RunAsync(string command) => DockerAsync(
        "run", "--detach", "--name", _name, "--label", $"{DemoContainers.OwnerLabel}={Owner}-{_name}", "--stop-timeout", "1", SharedEngine.Image, "sh", "-c", command);

    private Task<string> DockerAsync(params string[] arguments) => shared.Engine.DockerAsync(Ct, arguments);

    /// <summary>A console whose history is long: forty containers that were created, started, stopped by a signal and ended, over and over.</summary>
    private Task<Site> HistoryAsync(bool withGap = false)
    {
        var archive = new FakeArchive();
        var start = TimeProvider.System.GetUtcNow().AddHours(-30);
        for (var i = 0; i < HistorySize; i++)
        {
            var at = start.AddMinutes(4 * i);
            string[] actions = ["create", "start", "kill", "die"];
            archive.Record(new TimelineEvent("local", Sequence(at), at)
            {
                TimeNano = 1,
                ContainerId = SampleContainers.IdOf(i / 4 % 10 + 1),
                Name = $"game-{i / 4 % 10 + 1:0000}",
                Image = SampleContainers.Image,
                Owner = SampleContainers.Owner,
                Action = actions[i % 4],
                Detail = actions[i % 4] == "kill" ? "15" : "",
                ExitCode = actions[i % 4] == "die" ? (i % 3 == 0 ? 137 : 143) : null,
            });
        }

        if (withGap)
        {
            var to = start.AddMinutes(4 * (HistorySize - 3));
            var gap = Sequence(to) + 1;
            archive.Record(new TimelineGap("local", gap, to.AddMinutes(-2), to, GapCause.EngineRestarted) { Changes = 1 });
            archive.Record(new TimelineDifference("local", gap + 1, to, gap, new(SampleContainers.IdOf(3), "game-0003", "running", "exited (137)")));
        }

        return KeepAsync(Site.StartAsync(Ct, configure: builder =>
        {
            Site.OnFakes(new FakeEngine())(builder);
            builder.Services.AddSingleton<ITimelineArchive>(archive);
        }));
    }

    private static long Sequence(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}

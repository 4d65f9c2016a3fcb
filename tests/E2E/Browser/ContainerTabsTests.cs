using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>The container page over a real container that talks, works and has a secret.</summary>
public sealed class ContainerTabsTests(Chromium chromium) : BrowserTest(chromium)
{
    /// <summary>The one that is open at first comes last.</summary>
    private static readonly string[] Tabs = ["Logs", "Stats", "Timeline", "Configuration", "Raw JSON", "Overview"];

    private DemoSite Demo { get; set; } = null!;

    private string Path { get; set; } = "";

    public override async ValueTask InitializeAsync()
    {
        Demo = await Chromium.DemoAsync(Ct);
        Path = $"/containers/local/{await DemoContainers.IdOfAsync(Demo.Engine, DemoContainers.Healthy)}";
    }

    [Fact]
    public async Task Logs_RealContainer_FollowsAndPausesAndResumes()
    {
        var page = (await EnterAsync(Demo.Site, $"{Path}/logs")).Page;
        var log = page.GetByRole(AriaRole.Region, new() { Name = "Log", Exact = true });
        await FollowedAsync(log);
        await Expect(page.GetByText(new Regex("^Live, "))).ToBeVisibleAsync();

        // Nobody reads at the end of a log that runs away: going up holds it still.
        await log.FocusAsync();
        await page.Keyboard.PressAsync("PageUp");
        await Expect(page.GetByText(new Regex("^Paused at "))).ToBeVisibleAsync();
        await Expect(page.GetByText(new Regex(@"^[1-9]\d* new lines?$"))).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();

        await Expect(page.GetByText(new Regex("^Live, "))).ToBeVisibleAsync();
        await FollowedAsync(log);
    }

    [Fact]
    public async Task Logs_Scrolled_ShowsTheOldestLines()
    {
        var page = (await EnterAsync(Demo.Site, $"{Path}/logs")).Page;
        var log = page.GetByRole(AriaRole.Region, new() { Name = "Log", Exact = true });
        await FollowedAsync(log);
        await log.FocusAsync();

        await page.Keyboard.PressAsync("Home");

        await Expect(log.GetByText("loaded map 1", new() { Exact = true })).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Logs_SearchedAndReloaded_ShowsTheSameMatches()
    {
        var page = (await EnterAsync(Demo.Site, $"{Path}/logs")).Page;
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search the log" }).FillAsync("map 39[0-9]$");
        await page.GetByRole(AriaRole.Button, new() { Name = "Regex" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Only matches" }).ClickAsync();
        await Expect(page.GetByText("10 matches")).ToBeVisibleAsync();
        await page.WaitForURLAsync(new Regex("regex=1&only=1$"));

        await page.ReloadAsync();

        await Expect(page.GetByText("10 matches")).ToBeVisibleAsync();
        await Expect(page.Locator(".ln mark")).ToHaveCountAsync(10);
    }

    [Fact]
    public async Task Logs_TypedAndPressedBeforeTheServerAnswers_MeansBoth()
    {
        var page = (await EnterAsync(Demo.Site, $"{Path}/logs")).Page;
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search the log" })).ToBeVisibleAsync();

        // In one turn of the browser's loop: no answer of the server comes between.
        await page.EvaluateAsync("""
            () => {
                const field = document.getElementById('log-search');
                field.value = 'map 39[0-9]$';
                field.dispatchEvent(new Event('input', { bubbles: true }));
                for (const word of ['Regex', 'Only matches'])
                    [...document.querySelectorAll('button')].find(b => b.textContent === word).click();
            }
            """);

        await Expect(page.GetByText("10 matches")).ToBeVisibleAsync();
        await page.WaitForURLAsync(new Regex("regex=1&only=1$"));
    }

    [Fact]
    public async Task Logs_HostileLine_IsTextAndTheDownloadIsHarmless()
    {
        var visit = await EnterAsync(Demo.Site, $"{Path}/logs?q=onerror&only=1");
        await Expect(visit.Page.GetByText("""<img src=x onerror="document.title=1">␛]0;owned␇ ␛[2Jgone""")).ToBeVisibleAsync();

        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Download all" }).ClickAsync());

        var text = await File.ReadAllTextAsync(await download.PathAsync(), Ct);
        Assert.Equal($"{DemoContainers.Healthy}.log", download.SuggestedFilename);
        Assert.Contains("stdout loaded map 1\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public async Task Stats_RealContainer_Tick()
    {
        var page = (await EnterAsync(Demo.Site, $"{Path}/stats")).Page;
        var note = page.GetByText(new Regex("last at [0-9:]+ UTC"));
        var before = await note.InnerTextAsync(new() { Timeout = 30_000 });

        await Expect(note).Not.ToHaveTextAsync(before);

        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Memory" })).ToContainTextAsync("KiB");
    }

    [Fact]
    public async Task Raw_Copied_HoldsTheContainerAndNoSecret()
    {
        var visit = await EnterAsync(Demo.Site, $"{Path}/raw");
        await visit.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Raw JSON" })).ToContainTextAsync("GAME_TOKEN=••••••");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Copy", Exact = true }).ClickAsync();

        await Expect(visit.Page.GetByText("Copied.")).ToBeVisibleAsync();
        var copied = await visit.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.Contains($"/{DemoContainers.Healthy}", copied, StringComparison.Ordinal);
        Assert.DoesNotContain(DemoContainers.Secret, copied + await visit.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Axe_EveryTabByKeyboard_FindsNothing(ColorScheme scheme, int width)
    {
        var page = (await EnterAsync(Demo.Site, Path, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 800 } })).Page;
        await Expect(ContentOf(page, "Overview")).ToBeVisibleAsync();
        foreach (var tab in Tabs)
        {
            var link = page.GetByRole(AriaRole.Navigation, new() { Name = "Container" }).GetByRole(AriaRole.Link, new() { Name = tab });
            await link.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(link).ToHaveAttributeAsync("aria-current", "page");
            await Expect(link).ToBeFocusedAsync();
            await Expect(ContentOf(page, tab)).ToBeVisibleAsync();
            await Screenshots.TakeAsync(page, $"container-{tab.Replace(' ', '-').ToLowerInvariant()}-{scheme.ToString().ToLowerInvariant()}-{width}");
            await Axe.AssertCleanAsync(page);
        }
    }

    /// <summary>What is there only when the tab has read what it shows.</summary>
    private static ILocator ContentOf(IPage page, string tab) => tab switch
    {
        "Overview" => page.GetByText("no CPU limit"),
        "Logs" => page.GetByText(new Regex(@"tick \d+$")).Last,
        "Stats" => page.GetByRole(AriaRole.Region, new() { Name = "Memory" }),
        "Timeline" => page.GetByRole(AriaRole.Link, new() { Name = "Open in the timeline" }),
        "Configuration" => page.GetByRole(AriaRole.Rowheader, new() { Name = "GAME_TOKEN" }),
        _ => page.GetByRole(AriaRole.Region, new() { Name = "Raw JSON" }),
    };

    // Its script keeps the newest line in sight; a key that comes before the script moves nothing.
    private static Task FollowedAsync(ILocator log) => Expect(log.GetByText(new Regex(@"tick \d+$")).Last).ToBeInViewportAsync();
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

public sealed class ThemeTests(Chromium chromium) : BrowserTest(chromium)
{
    private DemoSite Demo { get; set; } = null!;

    public override async ValueTask InitializeAsync() => Demo = await Chromium.DemoAsync(Ct);

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task Theme_NoChoice_FollowsTheSystem(ColorScheme system, bool dark)
    {
        var page = (await EnterAsync(Demo.Site, options: new() { ColorScheme = system })).Page;

        await Expect(Row(page, DemoContainers.Healthy)).ToBeVisibleAsync();

        Assert.Equal(dark, await IsDarkAsync(page));
    }

    [Fact]
    public async Task Theme_SystemChanges_FollowsAtOnce()
    {
        var page = (await EnterAsync(Demo.Site, options: new() { ColorScheme = ColorScheme.Light })).Page;
        await Expect(Toggle(page)).ToHaveAccessibleNameAsync("Theme: as the system");
        await Expect(Row(page, DemoContainers.Healthy)).ToBeVisibleAsync();

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });

        await page.WaitForFunctionAsync("() => getComputedStyle(document.documentElement).colorScheme === 'dark'");
        Assert.True(await IsDarkAsync(page));
    }

    [Fact]
    public async Task Theme_ChosenDark_StaysDarkAfterReload()
    {
        var page = (await EnterAsync(Demo.Site, options: new() { ColorScheme = ColorScheme.Light })).Page;
        await Toggle(page).ClickAsync();
        await Expect(Toggle(page)).ToHaveAccessibleNameAsync("Theme: light");
        await Toggle(page).ClickAsync();
        await Expect(Toggle(page)).ToHaveAccessibleNameAsync("Theme: dark");

        await page.ReloadAsync();

        await Expect(Toggle(page)).ToHaveAccessibleNameAsync("Theme: dark");
        Assert.True(await IsDarkAsync(page));
    }

    [Fact]
    public async Task Page_NarrowWindow_NeedsNoSidewaysScrolling()
    {
        var page = (await EnterAsync(Demo.Site, options: new() { ViewportSize = new() { Width = 360, Height = 740 } })).Page;
        await Expect(Row(page, DemoContainers.Healthy)).ToContainTextAsync("Running, healthy");
        await Screenshots.TakeAsync(page, "narrow");

        var width = await page.EvaluateAsync<int>("() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)");

        Assert.Equal(360, width);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeInViewportAsync();
        await Row(page, DemoContainers.Healthy).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Heading(page, DemoContainers.Healthy)).ToBeVisibleAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        await Screenshots.TakeAsync(page, "narrow-container");
    }

    private static ILocator Toggle(IPage page) => page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Theme: ") });

    private static Task<bool> IsDarkAsync(IPage page) => page.EvaluateAsync<bool>(
        """
        () => {
          const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
          return r + g + b < 200;
        }
        """);
}

using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>Stale, empty and unreachable engines are checked in <see cref="EngineStateTests"/>, where they are made.</summary>
public sealed class AccessibilityTests(Chromium chromium) : BrowserTest(chromium)
{
    private DemoSite Demo { get; set; } = null!;

    public override async ValueTask InitializeAsync() => Demo = await Chromium.DemoAsync(Ct);

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_Containers_FindsNothing(ColorScheme scheme)
    {
        // Without the hostile one: these are the pictures of the README.
        var site = await KeepAsync(Site.StartAsync(Ct, [.. Site.OnEngine(Demo.Engine), $"--Rtm:Scope:Owners:0={DemoContainers.Owner}"]));
        var page = (await EnterAsync(site, options: new() { ColorScheme = scheme })).Page;
        await Expect(Row(page, DemoContainers.CrashLooping)).ToContainTextAsync("Crash-looping");
        await Screenshots.TakeAsync(page, $"containers-{(scheme == ColorScheme.Dark ? "dark" : "light")}");

        await Axe.AssertCleanAsync(page);
    }

    [Fact]
    public async Task Axe_NothingMatches_FindsNothing()
    {
        var page = (await EnterAsync(Demo.Site, "/containers?q=no-such-game")).Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches the filter" })).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "no-match");

        await Axe.AssertCleanAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_Container_FindsNothing(ColorScheme scheme)
    {
        var id = await DemoContainers.IdOfAsync(Demo.Engine, DemoContainers.Unhealthy);
        var page = (await EnterAsync(Demo.Site, $"/containers/local/{id}", new() { ColorScheme = scheme })).Page;
        await Expect(Heading(page, DemoContainers.Unhealthy)).ToBeVisibleAsync();

        await Axe.AssertCleanAsync(page);
    }

    [Fact]
    public async Task Axe_NoAccess_FindsNothing()
    {
        var visit = await VisitAsync(Demo.Site);
        visit.Expect("403");
        await visit.Page.GotoAsync("/containers");
        await ChooseAsync(visit.Page, "nora");
        await Expect(Heading(visit.Page, "You have no access yet")).ToBeVisibleAsync();

        await Axe.AssertCleanAsync(visit.Page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_SignInAndSignedOut_FindsNothing(ColorScheme scheme)
    {
        var page = (await VisitAsync(Demo.Site, new() { ColorScheme = scheme })).Page;
        await page.GotoAsync("/");
        await Expect(Heading(page, "Sign in")).ToBeVisibleAsync();
        await Axe.AssertCleanAsync(page);

        await page.GotoAsync("/signed-out");
        await Expect(Heading(page, "You are signed out")).ToBeVisibleAsync();
        await Axe.AssertCleanAsync(page);
    }

    [Fact]
    public async Task Axe_ProviderDown_FindsNothing()
    {
        var site = await KeepAsync(Site.StartAsync(Ct, configure: Site.OnFakes()));
        await site.StopProviderAsync(Ct);
        var visit = await VisitAsync(site);
        visit.Expect("503");
        await visit.Page.GotoAsync("/");
        await Expect(Heading(visit.Page, "Sign-in is not available")).ToBeVisibleAsync();
        await Screenshots.TakeAsync(visit.Page, "provider-down");

        await Axe.AssertCleanAsync(visit.Page);
    }
}

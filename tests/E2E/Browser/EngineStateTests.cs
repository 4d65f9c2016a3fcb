using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>Engines that are empty, that go away under an open page, and that were never there.</summary>
public sealed class EngineStateTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task List_EngineKilledAndStarted_SaysItIsStaleAndComesBackByItself()
    {
        var engine = await KeepAsync(PrivateEngine.StartAsync("under-page", Ct, new PrivateEngineOptions { OwnNetwork = true }));
        await Busybox.ImportAsync(engine, DemoContainers.Image, Ct, """CMD ["sleep", "3600"]""");
        await DemoContainers.CreateAsync(engine, "survivor", DemoContainers.Owner);
        var site = await KeepAsync(Site.StartAsync(Ct, [.. Site.OnEngine(engine), "--Rtm:Relay:StaleAfter=00:00:02"]));
        var page = (await EnterAsync(site)).Page;
        await Expect(Row(page, "survivor")).ToBeVisibleAsync();

        await engine.KillAsync(Ct);

        var notice = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Showing the state as of" });
        await Expect(notice).ToContainTextAsync($"Docker Engine 'local' is not reachable at {engine.Endpoint.OriginalString}");
        await Expect(Row(page, "survivor")).ToBeVisibleAsync();
        await Expect(EngineChip(page)).ToContainTextAsync("Stale");
        await Axe.AssertCleanAsync(page);
        await Screenshots.TakeAsync(page, "stale");

        await engine.StartAsync(Ct);

        await Expect(EngineChip(page)).ToContainTextAsync("Live");
        await Expect(notice).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task List_EngineNeverReachable_SaysWhyInWords()
    {
        var site = await KeepAsync(Site.StartAsync(Ct, ["--Rtm:Engines:0:Endpoint=unix:///run/rtm-no-such/docker.sock"]));

        var page = (await EnterAsync(site)).Page;

        var notice = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "does not answer" });
        await Expect(notice).ToContainTextAsync(
            "Docker Engine 'local' is not reachable at unix:///run/rtm-no-such/docker.sock: no such socket");
        await Expect(EngineChip(page)).ToContainTextAsync("Not reachable");
        await Axe.AssertCleanAsync(page);
        await Screenshots.TakeAsync(page, "engine-down");
    }

    [Fact]
    public async Task List_NothingInScope_SaysWhichLabelCounts()
    {
        var demo = await Chromium.DemoAsync(Ct);
        var site = await KeepAsync(Site.StartAsync(Ct, [.. Site.OnEngine(demo.Engine), "--Rtm:Scope:Owners:0=nobody"]));

        var page = (await EnterAsync(site)).Page;

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No containers in scope" })).ToBeVisibleAsync();
        await Expect(page.GetByText(DemoContainers.OwnerLabel)).ToBeVisibleAsync();
        await Axe.AssertCleanAsync(page);
        await Screenshots.TakeAsync(page, "empty");
    }

    [Fact]
    public async Task List_TwoEngines_HasAnEngineColumn()
    {
        var demo = await Chromium.DemoAsync(Ct);
        var site = await KeepAsync(Site.StartAsync(Ct,
        [
            "--Rtm:Engines:0:Name=north", $"--Rtm:Engines:0:Endpoint={demo.Engine.Endpoint.OriginalString}",
            "--Rtm:Engines:1:Name=south", "--Rtm:Engines:1:Endpoint=unix:///run/rtm-no-such/docker.sock",
        ]));

        var page = (await EnterAsync(site)).Page;

        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Engine" })).ToBeVisibleAsync();
        await Expect(Row(page, DemoContainers.Healthy).GetByRole(AriaRole.Cell, new() { Name = "north" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(new Regex("south.*no such socket", RegexOptions.Singleline));
    }

    private static ILocator EngineChip(IPage page) =>
        page.GetByRole(AriaRole.List, new() { Name = "Docker engines" }).GetByRole(AriaRole.Listitem);
}

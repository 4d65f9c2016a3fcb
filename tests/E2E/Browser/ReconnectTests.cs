using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

public sealed class ReconnectTests(Chromium chromium) : BrowserTest(chromium)
{
    [Fact]
    public async Task Page_ConnectionCutAndMended_IsLiveAgainWithItsFilter()
    {
        var engine = new FakeEngine();
        engine.Put(new SampleContainers(TimeProvider.System.GetUtcNow()).EveryState());
        TcpProxy? cable = null;
        var site = await KeepAsync(Site.StartAsync(Ct, configure: Site.OnFakes(engine), reachedAt: port => (cable = new TcpProxy(port)).Port));
        await using var _ = cable;
        var visit = await EnterAsync(site);
        visit.Expect("ERR_");
        visit.Expect("WebSocket");
        visit.Expect("Connection disconnected");
        visit.Expect("Failed to fetch");
        var page = visit.Page;
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("game-1");
        await Expect(page.GetByText("1 of 8 containers")).ToBeVisibleAsync();

        cable!.Cut();

        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Connection to the console" });
        await Expect(dialog).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "reconnecting");
        await Axe.AssertCleanAsync(page);

        cable.Mend();

        await Expect(dialog).ToBeHiddenAsync(new() { Timeout = 40_000 });
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" })).ToHaveValueAsync("game-1");
        engine.Die(SampleContainers.IdOf(1), 3);
        await Expect(Row(page, "game-1")).ToContainTextAsync("Crashed, exit 3");
    }
}

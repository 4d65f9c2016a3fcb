using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

public sealed class ManyRowsTests(Chromium chromium) : BrowserTest(chromium)
{
    private const int Count = 2000;

    private IPage Page { get; set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        var engine = new FakeEngine();
        engine.Put(new SampleContainers(TimeProvider.System.GetUtcNow()).Many(Count));
        var site = await KeepAsync(Site.StartAsync(Ct, configure: Site.OnFakes(engine)));
        Page = (await EnterAsync(site)).Page;
        await Expect(Page.GetByText("2,000 containers")).ToBeVisibleAsync();
        await Expect(Page.GetByRole(AriaRole.Rowheader).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task List_TwoThousandContainers_DrawsOnlyTheRowsInSight()
    {
        await Screenshots.TakeAsync(Page, "two-thousand");

        Assert.InRange(await Page.GetByRole(AriaRole.Rowheader).CountAsync(), 10, 100);
        await Expect(Page.GetByRole(AriaRole.Table)).ToHaveAttributeAsync("aria-rowcount", "2001");
    }

    [Fact]
    public async Task List_ScrolledToTheEnd_ShowsTheLastRow()
    {
        var table = Page.GetByRole(AriaRole.Region, new() { Name = "Table of containers" });
        await table.FocusAsync();

        await Page.Keyboard.PressAsync("End");

        await Expect(Row(Page, "game-2000")).ToBeInViewportAsync();
        await Expect(Row(Page, "game-2000")).ToHaveAttributeAsync("aria-rowindex", "2001");
    }

    [Fact]
    public async Task Filter_TwoThousandContainers_AnswersAtOnce()
    {
        var search = Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" });

        await search.FillAsync("game-1234");

        // Quick is what a person takes for an answer; the pause after typing and the machine's other work are in it.
        await Expect(Page.GetByText("1 of 2,000 containers")).ToBeVisibleAsync(new() { Timeout = 2_000 });
        await Expect(Page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link)).ToHaveTextAsync(["game-1234"]);
    }
}

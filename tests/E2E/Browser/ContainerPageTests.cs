using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

public sealed class ContainerPageTests(Chromium chromium) : BrowserTest(chromium)
{
    private DemoSite Demo { get; set; } = null!;

    public override async ValueTask InitializeAsync() => Demo = await Chromium.DemoAsync(Ct);

    [Fact]
    public async Task Page_DeepLink_ShowsTheContainer()
    {
        var id = await DemoContainers.IdOfAsync(Demo.Engine, DemoContainers.OutOfMemory);

        var page = (await EnterAsync(Demo.Site, $"/containers/local/{id}")).Page;

        await Expect(Heading(page, DemoContainers.OutOfMemory)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Out of memory at the 16 MiB limit");
        await Expect(page.GetByRole(AriaRole.Definition).GetByText(id)).ToBeVisibleAsync();
        await Screenshots.TakeAsync(page, "container");
    }

    [Fact]
    public async Task Page_FromTheList_OpensAndLeadsBackToTheFilteredList()
    {
        var page = (await EnterAsync(Demo.Site, "/containers?q=1044")).Page;
        await Row(page, DemoContainers.ExitedThree).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Heading(page, DemoContainers.ExitedThree)).ToBeVisibleAsync();

        await page.GoBackAsync();

        await Expect(page.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" })).ToHaveValueAsync("1044");
    }

    [Fact]
    public async Task Page_UnknownAndForeignContainer_LookTheSame()
    {
        var foreign = await DemoContainers.IdOfAsync(Demo.Engine, DemoContainers.Foreign);

        var seenOfForeign = await NotFoundAsync($"/containers/local/{foreign}");

        Assert.Equal(await NotFoundAsync($"/containers/local/{new string('0', 64)}"), seenOfForeign);
        Assert.Equal(await NotFoundAsync("/containers/no-such-engine/1"), seenOfForeign);
    }

    [Fact]
    public async Task Page_UnknownAddress_IsNotFound()
    {
        var visit = await EnterAsync(Demo.Site);
        visit.Expect("404");

        await visit.Page.GotoAsync("/no/such/page");

        await Expect(Heading(visit.Page, "Not found")).ToBeVisibleAsync();
    }

    private async Task<string> NotFoundAsync(string path)
    {
        var page = (await EnterAsync(Demo.Site, path)).Page;
        await Expect(Heading(page, "Container not found")).ToBeVisibleAsync();
        return await page.TitleAsync() + await page.GetByRole(AriaRole.Main).InnerTextAsync();
    }
}

using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

public sealed class KeyboardTests(Chromium chromium) : BrowserTest(chromium)
{
    private IPage Page { get; set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        var demo = await Chromium.DemoAsync(Ct);
        Page = (await EnterAsync(demo.Site)).Page;
        await Expect(Row(Page, DemoContainers.Healthy)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SkipLink_Pressed_LeadsIntoTheContent()
    {
        var skip = Page.GetByRole(AriaRole.Button, new() { Name = "Skip to the content" });
        await skip.FocusAsync();
        await Expect(skip).ToBeInViewportAsync();

        await Page.Keyboard.PressAsync("Enter");

        await Expect(Page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Tab_ThroughThePage_ReachesFiltersSortingAndRows()
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Skip to the content" }).FocusAsync();

        await TabToAsync(Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }));
        await TabToAsync(Page.GetByRole(AriaRole.Link, new() { Name = "Containers" }));
        await TabToAsync(Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }));
        await TabToAsync(Page.GetByLabel("Owner"));
        await TabToAsync(Page.GetByRole(AriaRole.Columnheader, new() { Name = "Owner" }).GetByRole(AriaRole.Button));
        await TabToAsync(Row(Page, DemoContainers.Unhealthy).GetByRole(AriaRole.Link));
        await Page.Keyboard.PressAsync("Enter");

        await Expect(Heading(Page, DemoContainers.Unhealthy)).ToBeVisibleAsync();
    }

    /// <summary>Presses Tab until it is there; on the way every stop shows that it has the focus.</summary>
    private async Task TabToAsync(ILocator target)
    {
        const int Most = 30;
        for (var stops = 0; stops < Most; stops++)
        {
            await Page.Keyboard.PressAsync("Tab");
            var stop = await Page.EvaluateAsync<string>(
                """
                () => {
                  const e = document.activeElement;
                  if (e === document.body) return '';
                  const s = getComputedStyle(e);
                  return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 ? '' : e.outerHTML.slice(0, 200);
                }
                """);
            Assert.True(stop.Length == 0, $"nobody sees the focus on {stop}");
            if (await target.EvaluateAsync<bool>("e => e === document.activeElement"))
                return;
        }

        Assert.Fail($"{Most} times Tab did not reach {target}");
    }
}

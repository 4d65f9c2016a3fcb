using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>The timeline of a container that is stopped here and started elsewhere.</summary>
public sealed class CausalTimelineTests(Chromium chromium) : CommandBrowserTest(chromium)
{
    [Fact]
    public async Task Timeline_StoppedHereAndStartedElsewhere_NestsTheOneAndSaysOutsideOfTheOther()
    {
        var id = await RunContainerAsync("why-did-it-stop", isStubborn: true);
        var page = await EnterAsAsync(await StartSiteAsync(), Operator, $"/containers/local/{id}");
        await OpenAsync(page, "Stop", "Grace period in seconds");
        await Dialog(page).GetByLabel("Grace period in seconds").FillAsync("1");
        await Dialog(page).GetByLabel("Reason").FillAsync("players are stuck in the lobby");
        await page.Keyboard.PressAsync("Enter");
        await ExpectTextAsync(Dialog(page), "why-did-it-stop was stopped.");
        await Engine.DockerAsync(Ct, "start", id);

        await page.GotoAsync("/timeline", new() { Timeout = 60_000 });

        var act = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Stopped by Otto Operator" });
        await ExpectTextAsync(act, "players are stuck in the lobby");
        await Expect(act).ToContainTextAsync(new Regex(@"SIGTERM\s\+\d+\.\d\ss\s·\sSIGKILL\s\+\d+\.\d\ss\s·\sexited\s\+\d+\.\d\ss\s·\sstopped\s\+\d+\.\d\ss"), new() { Timeout = 60_000 });
        await ExpectTextAsync(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Started" }).First, "from outside this console");
        await PictureAsync(page);

        await act.GetByRole(AriaRole.Link, new() { Name = "Audit", Exact = true }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex(@"/audit\?id=[0-9A-Z]{26}$"), new() { Timeout = 60_000 });
        await ExpectTextAsync(page.GetByRole(AriaRole.Region, new() { Name = "Rows of the audit" }), "players are stuck in the lobby");
    }

    private static async Task PictureAsync(IPage page)
    {
        foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 400) })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.SetViewportSizeAsync(width, 800);
            await Screenshots.TakeAsync(page, $"causes-{scheme}-{width}".ToLowerInvariant());
            await Axe.AssertCleanAsync(page);
        }
    }
}

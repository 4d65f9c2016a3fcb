using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>Pull and run in a browser, from a real registry onto a real engine.</summary>
public sealed class ImageCommandTests(Chromium chromium) : CommandBrowserTest(chromium)
{
    private const string Network = "command-tests";

    [Fact]
    public async Task PullAndRun_FromARealRegistry_EndRunningAndAreInTheAudit()
    {
        var registry = await KeepAsync(PrivateRegistry.StartAsync(Ct));
        await Demo.Engine.DockerAsync(Ct, "tag", DemoContainers.Image, "pull-source:1");
        var image = await registry.PushAsync(Demo.Engine, "pull-source:1", "galaxy/game:1", Ct);
        await Demo.Engine.DockerAsync(Ct, "network", "create", Network);
        try
        {
            var page = await EnterAsAsync(await StartSiteAsync($"--Rtm:Commands:Images:0={registry.Address}/galaxy", $"--Rtm:Commands:Networks:0={Network}"), Operator, "/containers");
            await PullAsync(page, $"{registry.Address}/galaxy/game:none");
            await Expect(Dialog(page).GetByRole(AriaRole.Alert)).ToBeVisibleAsync(Soon);
            await ExpectTextAsync(Dialog(page).GetByRole(AriaRole.Alert), "galaxy/game:none");
            await Dialog(page).GetByLabel("Image", new() { Exact = true }).FillAsync(image);
            await page.Keyboard.PressAsync("Enter");
            await ExpectTextAsync(Dialog(page), "sha256:");
            await InDialog(page, "Close").ClickAsync();
            await Expect(Dialog(page)).ToHaveCountAsync(0);

            await RunAsync(page, image);
            await ExpectTextAsync(Dialog(page), "Running; the image has no health check");

            await page.GotoAsync("/audit?action=Run");
            await ExpectTextAsync(page.GetByRole(AriaRole.Table), "run-from-blank was started.");
            await Button(page, "Check the chain").ClickAsync();
            await ExpectTextAsync(page.GetByRole(AriaRole.Main), "none of the");
            await Screenshots.TakeAsync(page, "audit");
            await Axe.AssertCleanAsync(page);
        }
        finally
        {
            await Demo.Engine.DockerAsync(CancellationToken.None, "rm", "--force", "run-from-blank");
            await Demo.Engine.DockerAsync(CancellationToken.None, "network", "rm", Network);
        }
    }

    private static async Task PullAsync(IPage page, string image)
    {
        await OpenAsync(page, "Pull", "Image");
        await page.Keyboard.TypeAsync(image);
        await Screenshots.TakeAsync(page, "dialog-pull");
        await Axe.AssertCleanAsync(page);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task RunAsync(IPage page, string image)
    {
        await OpenAsync(page, "Run", "Name");
        await Dialog(page).GetByLabel("Name", new() { Exact = true }).FillAsync("run-from-blank");
        await Dialog(page).GetByLabel("Host name").FillAsync("run-from-blank");
        await Dialog(page).GetByLabel("Image", new() { Exact = true }).FillAsync(image);
        await Dialog(page).GetByLabel("Network").FillAsync(Network);
        await Expect(Dialog(page).GetByText("SHA-256")).ToBeVisibleAsync(Soon);
        await Screenshots.TakeAsync(page, "dialog-run-preview");
        await InDialog(page, "Run").ClickAsync();
    }
}

using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>Run in a browser, on a real engine.</summary>
public sealed class RunTests(Chromium chromium) : CommandBrowserTest(chromium)
{
    private const string Network = "command-tests";

    [Fact]
    public async Task Run_ImageThatProposes_FillsTheFormAndRunsWithIt()
    {
        const string Image = "galaxy/proposes:1";
        await Busybox.ImportAsync(Engine, Image, Ct, "CMD [\"sleep\", \"600\"]", "ENV GAME_MODE=safe", "LABEL com.galaxy.run.memory=96m", "LABEL com.galaxy.run.pids=lots");
        await Engine.DockerAsync(Ct, "network", "create", Network);
        try
        {
            var site = await StartSiteAsync("--Rtm:Commands:Images:0=docker.io/galaxy", $"--Rtm:Commands:Networks:0={Network}");
            var page = await EnterAsAsync(site, Operator, "/containers", new() { ViewportSize = new() { Width = 400, Height = 860 }, ColorScheme = ColorScheme.Dark });
            await OpenAsync(page, "Run", "Name");
            await Dialog(page).GetByLabel("Name", new() { Exact = true }).FillAsync("run-proposed");
            await Dialog(page).GetByLabel("Network").FillAsync(Network);
            await Dialog(page).GetByLabel("Image", new() { Exact = true }).FillAsync(Image);

            await Expect(Dialog(page).GetByLabel("Memory")).ToHaveValueAsync("96m", new() { Timeout = 60_000 });
            await Expect(Dialog(page).GetByLabel("Command")).ToHaveValueAsync("sleep\n600", new() { Timeout = 60_000 });
            await ExpectTextAsync(Dialog(page), "The image's label com.galaxy.run.pids is not used: must be a whole number above 0.");
            await Expect(Dialog(page).GetByText("SHA-256")).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await Screenshots.TakeAsync(page, "dialog-run-narrow");
            await Dialog(page).GetByText("Before it is sent").ScrollIntoViewIfNeededAsync();
            await Screenshots.TakeAsync(page, "dialog-run-narrow-preview");
            await Axe.AssertCleanAsync(page);
            await InDialog(page, "Run").ClickAsync();

            await ExpectTextAsync(Dialog(page), "Running; the image has no health check");
            Assert.Equal("100663296 run-proposed", await Engine.DockerAsync(Ct, "inspect", "--format", "{{.HostConfig.Memory}} {{.Config.Hostname}}", "run-proposed"));
        }
        finally
        {
            await Engine.DockerAsync(CancellationToken.None, "rm", "--force", "run-proposed");
            await Engine.DockerAsync(CancellationToken.None, "network", "rm", Network);
            await Engine.DockerAsync(CancellationToken.None, "rmi", Image);
        }
    }

    [Fact]
    public async Task Run_FromBlank_EndsRunningAndIsInTheAudit()
    {
        await Engine.DockerAsync(Ct, "network", "create", Network);
        try
        {
            var site = await StartSiteAsync("--Rtm:Commands:Images:0=docker.io/galaxy", $"--Rtm:Commands:Networks:0={Network}");
            var page = await EnterAsAsync(site, Operator, "/containers");
            await OpenAsync(page, "Run", "Name");
            await Dialog(page).GetByLabel("Name", new() { Exact = true }).FillAsync("run-from-blank");
            await Dialog(page).GetByLabel("Host name").FillAsync("run-from-blank");
            await Dialog(page).GetByLabel("Image", new() { Exact = true }).FillAsync(DemoContainers.Image);
            await Dialog(page).GetByLabel("Network").FillAsync(Network);
            await Expect(Dialog(page).GetByText("SHA-256")).ToBeVisibleAsync(new() { Timeout = 60_000 });
            await Screenshots.TakeAsync(page, "dialog-run-preview");
            await Axe.AssertCleanAsync(page);

            await InDialog(page, "Run").ClickAsync();

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
            await Engine.DockerAsync(CancellationToken.None, "rm", "--force", "run-from-blank");
            await Engine.DockerAsync(CancellationToken.None, "network", "rm", Network);
        }
    }
}

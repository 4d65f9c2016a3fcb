using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>An admin puts a new container in an old one's place, on a real engine.</summary>
public sealed class RecreateTests(Chromium chromium) : CommandBrowserTest(chromium)
{
    private const string Network = "recreate-tests";
    private const string OldImage = "galaxy/recreate:1";
    private const string NewImage = "galaxy/recreate:2";
    private const string BrokenImage = "galaxy/recreate:broken";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Engine.DockerAsync(Ct, "network", "create", Network);
        await Busybox.ImportAsync(Engine, OldImage, Ct, "CMD [\"sh\", \"-c\", \"trap '' TERM; while :; do sleep 0.2; done\"]");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Engine.DockerAsync(CancellationToken.None, "network", "rm", Network);
        await Engine.DockerAsync(CancellationToken.None, "rmi", "--force", OldImage);
    }

    [Fact]
    public async Task Recreate_WithAnotherTag_ShowsEachStepAndEndsWithTheNewOneInItsPlace()
    {
        // It is well once this test says so.
        await Busybox.ImportAsync(Engine, NewImage, Ct, "CMD [\"sleep\", \"600\"]", "HEALTHCHECK --interval=1s CMD test -e /tmp/well");
        var old = await RunOldAsync("recreate-me");
        var site = await StartSiteAsync("--Rtm:Commands:Images:0=docker.io/galaxy", $"--Rtm:Commands:Networks:0={Network}", "--Rtm:Commands:RunHealthyWithin=00:05:00");
        var page = await EnterAsAsync(site, Admin, $"/containers/local/{old}");
        await OpenAsync(page, "Recreate", "Image");
        await Expect(Dialog(page).GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("recreate-me");
        // Typing replaces the image, once it is selected.
        await page.WaitForFunctionAsync("text => { const f = document.activeElement; return f.value.substring(f.selectionStart, f.selectionEnd) === text; }", OldImage, new() { Timeout = 60_000 });
        await page.Keyboard.TypeAsync(NewImage);
        await Expect(Dialog(page).GetByLabel("Image", new() { Exact = true })).ToHaveValueAsync(NewImage);
        await ExpectPreviewAsync(page, NewImage);
        await Screenshots.TakeAsync(page, "dialog-recreate");
        await Axe.AssertCleanAsync(page);
        await Dialog(page).GetByLabel("Grace period in seconds").FillAsync("300");
        await Dialog(page).GetByLabel("Type its name, recreate-me, to confirm").FillAsync("recreate-me");
        await Screenshots.TakeAsync(page, "dialog-recreate-confirm");
        await page.Keyboard.PressAsync("Enter");

        await ExpectTextAsync(Dialog(page), "Stopping the old container;");
        await Screenshots.TakeAsync(page, "dialog-recreate-stopping");
        await InDialog(page, "Kill now").ClickAsync();
        await ExpectTextAsync(Dialog(page), "Waiting until the new container is well.");
        await Screenshots.TakeAsync(page, "dialog-recreate-waiting");
        await Engine.DockerAsync(Ct, "exec", "recreate-me", "touch", "/tmp/well");
        await ExpectTextAsync(Dialog(page), "recreate-me was recreated");
        await ExpectTextAsync(Dialog(page), "Running and healthy.");
        await Screenshots.TakeAsync(page, "dialog-recreate-done");
        Assert.Equal("recreate-me", await Engine.DockerAsync(Ct, "ps", "--all", "--format", "{{.Names}}", "--filter", $"label={DemoContainers.OwnerLabel}={Owner}"));

        await page.GotoAsync($"/containers/local/{old}");
        await ExpectTextAsync(page.GetByRole(AriaRole.Main), $"recreate-me-old-{old[..6]} is gone.");
        await Screenshots.TakeAsync(page, "recreated-gone");
        await page.GetByRole(AriaRole.Link, new() { Name = "open the new container" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("recreate-me", new() { Timeout = 60_000 });
        await Expect(Button(page, "Stop")).ToBeVisibleAsync(Soon);
        await page.GotoAsync("/audit?action=Recreate");
        await ExpectTextAsync(page.GetByRole(AriaRole.Table), "recreate-me was recreated");
    }

    [Fact]
    public async Task Recreate_NewOneCannotStart_PutsTheOldOneBackAndSaysSo()
    {
        await Busybox.ImportAsync(Engine, BrokenImage, Ct, "CMD [\"/no/such/program\"]");
        var old = await RunOldAsync("put-me-back");
        var site = await StartSiteAsync("--Rtm:Commands:Images:0=docker.io/galaxy", $"--Rtm:Commands:Networks:0={Network}");
        var page = await EnterAsAsync(site, Admin, $"/containers/local/{old}", new() { ViewportSize = new() { Width = 400, Height = 860 }, ColorScheme = ColorScheme.Dark });
        await Expect(Button(page, "Recreate")).ToBeVisibleAsync(Soon);
        await Screenshots.TakeAsync(page, "container-actions-narrow");
        await OpenAsync(page, "Recreate", "Image");
        await Dialog(page).GetByLabel("Image", new() { Exact = true }).FillAsync(BrokenImage);
        await ExpectPreviewAsync(page, BrokenImage);
        await Screenshots.TakeAsync(page, "dialog-recreate-narrow");
        await Dialog(page).GetByLabel("Grace period in seconds").FillAsync("1");
        await Dialog(page).GetByLabel("Type its name, put-me-back, to confirm").FillAsync("put-me-back");
        await Screenshots.TakeAsync(page, "dialog-recreate-narrow-confirm");
        await Axe.AssertCleanAsync(page);

        await InDialog(page, "Recreate").ClickAsync();

        await ExpectTextAsync(Dialog(page).GetByRole(AriaRole.Alert), "put-me-back was started again as it was.");
        await Screenshots.TakeAsync(page, "dialog-recreate-narrow-failed");
        await Expect(Dialog(page).GetByLabel("Image", new() { Exact = true })).ToHaveValueAsync(BrokenImage);
        Assert.Equal("/put-me-back running", await Engine.DockerAsync(Ct, "inspect", "--format", "{{.Name}} {{.State.Status}}", old));
        Assert.Equal(old[..12], await Engine.DockerAsync(Ct, "ps", "--all", "--quiet", "--filter", $"label={DemoContainers.OwnerLabel}={Owner}"));
    }

    // It does not heed SIGTERM: the stop lasts as long as its grace.
    private Task<string> RunOldAsync(string name) => Engine.DockerAsync(
        Ct, "run", "--detach", "--name", name, "--hostname", name, "--network", Network, "--cpus", "0.5", "--memory", "64m", "--pids-limit", "64", "--restart", "no",
        "--label", $"{DemoContainers.OwnerLabel}={Owner}", OldImage);

    /// <summary>The preview is of this image: it was not confirmed before it was looked at.</summary>
    private async Task ExpectPreviewAsync(IPage page, string image)
    {
        var id = await Engine.DockerAsync(Ct, "inspect", "--format", "{{.Id}}", image);
        await ExpectTextAsync(Dialog(page).GetByRole(AriaRole.Region, new() { Name = "Preview" }), id);
    }
}

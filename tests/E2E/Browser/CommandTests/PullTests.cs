using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Rtm.Console.Commands;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>Pulls in a browser, from real registries: each failure in its own words, and what was begun goes on whatever becomes of the page.</summary>
public sealed class PullTests(Chromium chromium, PullSite pulls) : DialogBrowserTest(chromium), IClassFixture<PullSite>
{
    /// <summary>Whatever a test before left cut.</summary>
    public override ValueTask InitializeAsync()
    {
        pulls.Cable.Mend();
        pulls.Link.Mend();
        return base.InitializeAsync();
    }

    [Fact]
    public async Task Pull_NoSuchTagThenTheRightOne_SaysWhatFailsAndEndsWithTheDigest()
    {
        var image = await pulls.InTheRegistryAsync("galaxy/game:1", Ct);
        var page = await OpenDialogAsync();
        await Screenshots.TakeAsync(page, "dialog-pull");
        await Axe.AssertCleanAsync(page);

        await AskAsync(page, image + "none");
        await FailsAsync(page, "manifest unknown", "Check the name and the tag.");
        await AskAsync(page, image);

        await ExpectTextAsync(Dialog(page), "sha256:");
        await Screenshots.TakeAsync(page, "dialog-pull-done");
    }

    [Fact]
    public async Task Pull_RegistryThatWantsAPassword_SaysThatASignInIsMissing()
    {
        var image = await pulls.BehindAPasswordAsync("galaxy/secret:1", Ct);
        var page = await OpenDialogAsync();

        await AskAsync(page, image);

        await FailsAsync(page, "no basic auth credentials", "The registry wants a sign-in");
    }

    [Fact]
    public async Task Pull_NothingListensThere_SaysThatTheEngineCantReachTheRegistry()
    {
        var page = await OpenDialogAsync();

        await AskAsync(page, pulls.Unreachable);

        await FailsAsync(page, "connection refused", "It is the engine that asks the registry");
        await Screenshots.TakeAsync(page, "dialog-pull-failed");
        await Axe.AssertCleanAsync(page);
    }

    [Fact]
    public async Task Pull_DiskFull_SaysSo()
    {
        var image = await pulls.InTheRegistryAsync("galaxy/large:1", Ct);
        var page = await OpenDialogAsync();
        await using var full = await pulls.FillDiskAsync(Ct);

        await AskAsync(page, image);

        await FailsAsync(page, "no space left on device", "Make room on the engine's host");
    }

    [Fact]
    public async Task Pull_CutOffInTheMiddleOfALayer_SaysSo()
    {
        var image = await pulls.BehindTheLinkAsync("galaxy/cut:1", Ct);
        var hold = pulls.Link.Hold();
        var page = await OpenDialogAsync();
        await AskAsync(page, image);
        await hold.Reached;

        pulls.Link.Cut();

        await FailsAsync(page, "could not pull image", "If it breaks off again when repeated");
    }

    [Fact]
    public async Task Pull_CircuitLostInTheMiddle_IsFoundInTheTrayAndEndsOnce()
    {
        var image = await pulls.BehindTheLinkAsync("galaxy/slow:1", Ct);
        var hold = pulls.Link.Hold();
        var visit = await VisitAsAsync(pulls.Site.Origin, Operator, "/containers");
        visit.Expect("ERR_");
        visit.Expect("WebSocket");
        visit.Expect("Connection disconnected");
        visit.Expect("Failed to fetch");
        var page = visit.Page;
        await OpenAsync(page, "Pull", "Image");
        await AskAsync(page, image);
        await hold.Reached;

        pulls.Cable.Cut();
        var lost = page.GetByRole(AriaRole.Dialog, new() { Name = "Connection to the console" });
        await Expect(lost).ToBeVisibleAsync(Soon);
        pulls.Cable.Mend();
        await Expect(lost).ToBeHiddenAsync(new() { Timeout = 60_000 });

        await InDialog(page, "Leave it running").ClickAsync();
        await Expect(Dialog(page)).ToHaveCountAsync(0);
        // Whatever else this person has not read stands there, too.
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Operations: 1 under way") }).ClickAsync();
        var pull = Tray(page).GetByRole(AriaRole.Listitem).Filter(new() { HasText = image });
        await Expect(pull).ToBeVisibleAsync(Soon);
        hold.GoOn();
        await ExpectTextAsync(pull, "Done");
        await pull.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await ExpectTextAsync(Dialog(page), "sha256:");
        var rows = await pulls.Site.Services.GetRequiredService<IAuditReader>().ReadBeforeAsync(new() { Text = image }, null, 10, Ct);
        Assert.Equal([(AuditKind.Outcome, CommandResult.Done), (AuditKind.Intent, null)], rows.Select(e => (e.Row.Kind, e.Row.Result)));
    }

    private async Task<IPage> OpenDialogAsync()
    {
        var page = await EnterAsAsync(pulls.Site, Operator, "/containers");
        await OpenAsync(page, "Pull", "Image");
        return page;
    }

    private static async Task AskAsync(IPage page, string image)
    {
        var field = Dialog(page).GetByLabel("Image", new() { Exact = true });
        await field.FillAsync(image);
        await field.PressAsync("Enter");
    }

    /// <summary>The daemon's words and what to do stand above the form, which is still as it was typed.</summary>
    private static async Task FailsAsync(IPage page, string words, string advice)
    {
        var alert = Dialog(page).GetByRole(AriaRole.Alert);
        await ExpectTextAsync(alert, words);
        await ExpectTextAsync(alert, advice);
        await Expect(Dialog(page).GetByLabel("Image", new() { Exact = true })).Not.ToHaveValueAsync("");
    }
}

using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>Stop, restart and remove in a browser, on a real engine, by keys where a person would.</summary>
public sealed class ContainerCommandTests(Chromium chromium) : CommandBrowserTest(chromium)
{
    [Fact]
    public async Task Stop_ByKeys_IsDoneWhenTheEngineSaysSoAndTheFocusComesBack()
    {
        var id = await RunContainerAsync("stop-by-keys");
        var site = await StartSiteAsync();
        var page = await EnterAsAsync(site, Operator, $"/containers/local/{id}");
        await OpenAsync(page, "Stop", "Grace period in seconds");
        await page.Keyboard.PressAsync("Escape");
        await Expect(Dialog(page)).ToHaveCountAsync(0);
        await Expect(Button(page, "Stop")).ToBeFocusedAsync();

        await OpenAsync(page, "Stop", "Grace period in seconds");
        await Dialog(page).GetByLabel("Reason").FillAsync("it hangs");
        await page.Keyboard.PressAsync("Enter");

        await ExpectTextAsync(Dialog(page), "stop-by-keys was stopped.");
        await InDialog(page, "Close").ClickAsync();
        await Expect(Button(page, "Start")).ToBeVisibleAsync(Soon);
        Assert.Equal("exited", await Engine.DockerAsync(Ct, "inspect", "--format", "{{.State.Status}}", id));
    }

    [Fact]
    public async Task Restart_Confirmed_StartsItAgain()
    {
        var id = await RunContainerAsync("restart-me");
        var before = await Engine.DockerAsync(Ct, "inspect", "--format", "{{.State.StartedAt}}", id);
        var page = await EnterAsAsync(await StartSiteAsync(), Operator, $"/containers/local/{id}");
        await OpenAsync(page, "Restart", "Grace period in seconds");

        await page.Keyboard.PressAsync("Enter");

        await ExpectTextAsync(Dialog(page), "restart-me was restarted.");
        Assert.NotEqual(before, await Engine.DockerAsync(Ct, "inspect", "--format", "{{.State.StartedAt}}", id));
    }

    [Fact]
    public async Task Remove_ByTheAdminWithTheNameTyped_IsGone()
    {
        var id = await RunContainerAsync("remove-me");
        await Engine.DockerAsync(Ct, "stop", "--time", "5", id);
        var page = await EnterAsAsync(await StartSiteAsync(), Admin, $"/containers/local/{id}");
        await OpenAsync(page, "Remove", "Type its name, remove-me, to confirm");
        await page.Keyboard.TypeAsync("remove-him");
        await page.Keyboard.PressAsync("Enter");
        await ExpectTextAsync(Dialog(page), "That is not its name.");

        await Dialog(page).GetByLabel("Type its name, remove-me, to confirm").FillAsync("remove-me");
        await page.Keyboard.PressAsync("Enter");

        await ExpectTextAsync(Dialog(page), "remove-me was removed.");
        Assert.Equal("", await Engine.DockerAsync(Ct, "ps", "--all", "--quiet", "--filter", "name=remove-me"));
    }

    [Fact]
    public async Task TwoBrowsers_OnOneContainer_OneActsAndTheOtherIsTold()
    {
        var id = await RunContainerAsync("two-browsers", isStubborn: true);
        var site = await StartSiteAsync();
        var first = await EnterAsAsync(site, Operator, $"/containers/local/{id}");
        var second = await EnterAsAsync(site, Admin, $"/containers/local/{id}");
        await OpenAsync(second, "Stop", "Grace period in seconds");
        await OpenAsync(first, "Stop", "Grace period in seconds");
        await Dialog(first).GetByLabel("Grace period in seconds").FillAsync("300");
        await first.Keyboard.PressAsync("Enter");
        await ExpectTextAsync(Dialog(first), "left to end by itself");

        await second.Keyboard.PressAsync("Enter");

        await ExpectTextAsync(Dialog(second), "Otto Operator has been stopping it");
        await InDialog(first, "Kill now").ClickAsync();
        await ExpectTextAsync(Dialog(first), "two-browsers was stopped.");
        await ExpectTextAsync(Dialog(second), "It has moved on since you looked");
    }

    [Fact]
    public async Task Viewer_EveryAction_SaysWhichRoleItNeeds()
    {
        var id = await RunContainerAsync("look-only");
        var page = await EnterAsAsync(await StartSiteAsync(), Viewer, $"/containers/local/{id}");

        foreach (var (name, role) in new[] { ("Stop", "operator"), ("Restart", "operator"), ("Kill now", "operator"), ("Remove", "admin") })
        {
            await Expect(Button(page, name)).ToHaveAttributeAsync("aria-disabled", "true", new() { Timeout = 60_000 });
            await Expect(Button(page, name)).ToHaveAccessibleDescriptionAsync($"Needs the role {role}; yours is viewer.");
        }

        await Axe.AssertCleanAsync(page);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_DialogsOfAContainer_FindsNothing(ColorScheme scheme)
    {
        var id = await RunContainerAsync("axe-me");
        var page = await EnterAsAsync(await StartSiteAsync(), Admin, $"/containers/local/{id}", new() { ColorScheme = scheme });
        foreach (var (button, field) in new[] { ("Stop", "Grace period in seconds"), ("Kill now", "Reason") })
        {
            await OpenAsync(page, button, field);
            await Screenshots.TakeAsync(page, $"dialog-{button.Replace(' ', '-')}-{scheme}".ToLowerInvariant());
            await Axe.AssertCleanAsync(page);
            await page.Keyboard.PressAsync("Escape");
            await Expect(Dialog(page)).ToHaveCountAsync(0);
        }

        await Engine.DockerAsync(Ct, "stop", "--time", "5", id);
        await OpenAsync(page, "Remove", "Type its name, axe-me, to confirm");
        await Screenshots.TakeAsync(page, $"dialog-remove-{scheme}".ToLowerInvariant());
        await Axe.AssertCleanAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await OpenAsync(page, "Copy as new run", "Name");
        await Screenshots.TakeAsync(page, $"dialog-run-{scheme}".ToLowerInvariant());
        await Axe.AssertCleanAsync(page);
    }
}

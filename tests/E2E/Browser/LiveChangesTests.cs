using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>What happens outside the console shows up by itself, on the engine the run shares.</summary>
public sealed class LiveChangesTests(Chromium chromium, SharedEngine shared) : BrowserTest(chromium)
{
    private const string Owner = "browser-live";

    private Site Site { get; set; } = null!;

    public override async ValueTask InitializeAsync() =>
        Site = await KeepAsync(Site.StartAsync(Ct, [.. Site.OnEngine(shared.Engine), $"--Rtm:Scope:Owners:0={Owner}"]));

    [Fact]
    public async Task List_ContainerComesStopsAndGoesOutside_FollowsByItself()
    {
        var page = (await EnterAsync(Site)).Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "No containers in scope" })).ToBeVisibleAsync();
        var name = $"live-{Guid.NewGuid():N}"[..13];

        await shared.Engine.DockerAsync(
            Ct, "run", "--detach", "--name", name, "--label", $"{DemoContainers.OwnerLabel}={Owner}", "--stop-timeout", "1", SharedEngine.Image);
        await Expect(Row(page, name)).ToContainTextAsync("Running");

        // The mark is gone in a moment; that it began stays.
        await page.EvaluateAsync("""
            document.addEventListener('animationstart', e => {
              if (e.animationName.startsWith('changed')) document.body.dataset.marked = `${e.animationName} ${e.target.closest('tr').innerText.replace(/\s+/g, ' ')}`;
            })
            """);
        await shared.Engine.DockerAsync(Ct, "kill", name);
        await Expect(Row(page, name)).ToContainTextAsync("Killed from outside this console (137, no OOM event)");
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-marked", new Regex($"^changed-[12].*{name}"));

        await shared.Engine.DockerAsync(Ct, "rm", name);
        await Expect(Row(page, name)).ToHaveCountAsync(0);
    }
}

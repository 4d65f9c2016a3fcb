using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>A console that sees one test's containers alone, on the engine for tests that change something.</summary>
public abstract class CommandBrowserTest(Chromium chromium) : BrowserTest(chromium)
{
    protected const string Operator = "otto";
    protected const string Admin = "ada";

    /// <summary>Long enough for a busy machine; only a failing test uses it up.</summary>
    protected static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 60_000 };

    private readonly string _owner = $"test-{Guid.NewGuid():N}"[..16];

    protected PrivateEngine Engine { get; private set; } = null!;

    public override async ValueTask InitializeAsync() => Engine = await Chromium.EngineAsync(Ct);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        var left = await Engine.DockerAsync(CancellationToken.None, "ps", "--all", "--quiet", "--filter", $"label={DemoContainers.OwnerLabel}={_owner}");
        foreach (var id in left.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await Engine.DockerAsync(CancellationToken.None, "rm", "--force", id.Trim());
        GC.SuppressFinalize(this);
    }

    protected Task<Site> StartSiteAsync(params IEnumerable<string> more) => KeepAsync(Site.StartAsync(
        Ct, [.. Site.OnEngine(Engine), $"--Rtm:Scope:Owners:0={_owner}", $"--Rtm:Commands:Owner={_owner}", "--Rtm:Commands:ProofDeadline=00:00:45", .. more]));

    /// <summary>A container that heeds SIGTERM or not; its id.</summary>
    protected Task<string> RunContainerAsync(string name, bool isStubborn = false) => Engine.DockerAsync(
        Ct, "run", "--detach", "--name", name, "--label", $"{DemoContainers.OwnerLabel}={_owner}", DemoContainers.Image,
        "sh", "-c", isStubborn ? "trap '' TERM; while :; do sleep 0.2; done" : "trap 'exit 0' TERM; while :; do sleep 0.2; done");

    protected async Task<IPage> EnterAsAsync(Site site, string user, string path, BrowserNewContextOptions? options = null)
    {
        var page = (await VisitAsync(site, options)).Page;
        await page.GotoAsync(path);
        await ChooseAsync(page, user);
        await page.WaitForURLAsync(new Regex("^" + Regex.Escape(site.Origin)));
        return page;
    }

    protected static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    protected static ILocator Dialog(IPage page) => page.GetByRole(AriaRole.Dialog);

    protected static ILocator InDialog(IPage page, string button) => Dialog(page).GetByRole(AriaRole.Button, new() { Name = button, Exact = true });

    /// <summary>Opens a dialog by its button and waits until it takes keys.</summary>
    protected static async Task OpenAsync(IPage page, string button, string firstField)
    {
        await Expect(Button(page, button)).ToBeVisibleAsync(Soon);
        await Button(page, button).ClickAsync();
        await Expect(Dialog(page).GetByLabel(firstField, new() { Exact = true })).ToBeFocusedAsync(new() { Timeout = 60_000 });
    }

    protected static Task ExpectTextAsync(ILocator locator, string text) => Expect(locator).ToContainTextAsync(text, new() { Timeout = 60_000 });
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>People who press the buttons of a console and its dialogs.</summary>
public abstract class DialogBrowserTest(Chromium chromium) : BrowserTest(chromium)
{
    protected const string Operator = "otto";
    protected const string Admin = "ada";

    /// <summary>Long enough for a busy machine; only a failing test uses it up.</summary>
    protected static readonly LocatorAssertionsToBeVisibleOptions Soon = new() { Timeout = 60_000 };

    protected async Task<Visit> VisitAsAsync(string origin, string user, string path, BrowserNewContextOptions? options = null)
    {
        var visit = await VisitAsync(origin, options);
        await visit.Page.GotoAsync(path);
        await ChooseAsync(visit.Page, user);
        await visit.Page.WaitForURLAsync(new Regex("^" + Regex.Escape(origin)));
        return visit;
    }

    protected async Task<IPage> EnterAsAsync(Site site, string user, string path, BrowserNewContextOptions? options = null) =>
        (await VisitAsAsync(site.Origin, user, path, options)).Page;

    protected static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    protected static ILocator Dialog(IPage page) => page.GetByRole(AriaRole.Dialog);

    protected static ILocator InDialog(IPage page, string button) => Dialog(page).GetByRole(AriaRole.Button, new() { Name = button, Exact = true });

    /// <summary>What the tray of operations shows once it was opened.</summary>
    protected static ILocator Tray(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Operations" });

    /// <summary>Opens a dialog by its button and waits until it takes keys.</summary>
    protected static async Task OpenAsync(IPage page, string button, string firstField)
    {
        await Expect(Button(page, button)).ToBeVisibleAsync(Soon);
        await Button(page, button).ClickAsync();
        await Expect(Dialog(page).GetByLabel(firstField, new() { Exact = true })).ToBeFocusedAsync(new() { Timeout = 60_000 });
    }

    protected static Task ExpectTextAsync(ILocator locator, string text) => Expect(locator).ToContainTextAsync(text, new() { Timeout = 60_000 });
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Rtm.Console.Security;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>What an open page shows when its session changes under it. Nobody types a password: the provider knows everybody.</summary>
public sealed class OpenSessionTests(Chromium chromium) : BrowserTest(chromium)
{
    private readonly FakeEngine _engine = new();
    private HostileProvider _provider = null!;

    private Site Site { get; set; } = null!;

    private SessionRegistry Sessions => Site.Services.GetRequiredService<SessionRegistry>();

    public override async ValueTask InitializeAsync()
    {
        _provider = await KeepAsync(HostileProvider.StartAsync());
        _provider.Claims.Remove("roles");
        _provider.UserInfo = new() { ["sub"] = "42", ["roles"] = "admin" };
        _engine.Put(new SampleContainers(TimeProvider.System.GetUtcNow()).EveryState());
        Site = await KeepAsync(Site.StartAsync(
            Ct, ["--Rtm:Sessions:CheckInterval=00:00:01"], Site.OnFakes(_engine), authority: _ => Task.FromResult(_provider.Issuer)));
    }

    [Fact]
    public async Task Role_Changed_ShowsInTheOpenPageAndKeepsWhatWasTyped()
    {
        var page = await OpenAsync();

        _provider.UserInfo = new() { ["sub"] = "42", ["roles"] = "viewer" };

        await Expect(page.Page.GetByText("Your role is now viewer; it was admin.")).ToBeVisibleAsync();
        await Expect(Search(page)).ToHaveValueAsync("game-1");
        await Expect(page.Page.GetByRole(AriaRole.Banner).GetByText("viewer", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Account_Revoked_CutsTheOpenPageSaysWhyAndKeepsWhatWasTyped()
    {
        var visit = await OpenAsync();

        _provider.UserInfo = null;

        await Expect(visit.Page.GetByText("Your identity provider no longer lets you in here.")).ToBeVisibleAsync();
        await Expect(Search(visit)).ToHaveValueAsync("game-1");
        await Screenshots.TakeAsync(visit.Page, "session-revoked");
        await Axe.AssertCleanAsync(visit.Page);
    }

    [Fact]
    public async Task Page_ThatOnlyLives_IsNoActOfItsPersonAndAClickIs()
    {
        var visit = await VisitAsync(Site);
        await visit.Page.GotoAsync("/containers");
        await Expect(visit.Page.GetByText("8 containers")).ToBeVisibleAsync();
        var session = Assert.Single(Sessions.Live);
        await Eventually.TrueAsync("the page to be live", () => session.OpenConnections == 1, Ct);
        var opened = session.Record.LastAct;

        _engine.Die(_engine.Containers.First(container => container.Name == "game-1").Id, exitCode: 87);
        await Expect(visit.Page.GetByText("exit 87").First).ToBeVisibleAsync();
        Assert.Equal(opened, session.Record.LastAct);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Name" }).First.ClickAsync();
        await Eventually.TrueAsync("the click to count as an act", () => session.Record.LastAct > opened, Ct);
    }

    [Fact]
    public async Task Session_EndedByAnAdmin_GoesOnWhereItWasAfterANewSignIn()
    {
        var visit = await OpenAsync();

        Sessions.EndOne(Assert.Single(Sessions.Live), SessionEnd.EndedByAdmin);

        await Expect(visit.Page.GetByText("An administrator has ended your session.")).ToBeVisibleAsync();
        var other = await visit.Context.RunAndWaitForPageAsync(() => visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync());
        await Expect(Heading(other, "You are signed in")).ToBeVisibleAsync();
        await other.CloseAsync();
        await GoOnAsync(visit.Page);
        await Expect(Search(visit)).ToHaveValueAsync("game-1");
        await Expect(visit.Page.GetByText("1 of 8 containers")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Sessions_Admin_SeesWhoIsInAndEndsASession()
    {
        var visit = await OpenAsync();
        (_provider.Claims["sub"], _provider.Claims["name"]) = ("43", "Vera Viewer");
        _provider.UserInfo = new() { ["sub"] = "43", ["roles"] = "viewer" };
        var vera = await VisitAsync(Site);
        await vera.Page.GotoAsync("/containers");
        await Expect(Heading(vera.Page, "Containers")).ToBeVisibleAsync();
        vera.Expect("");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Sessions" }).ClickAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);
        await Screenshots.TakeAsync(visit.Page, "sessions");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "End the session of Vera Viewer" }).ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Expect(vera.Page.GetByText("An administrator has ended your session.")).ToBeVisibleAsync();
    }

    /// <summary>By its button, unless the page's own next try comes first.</summary>
    private static async Task GoOnAsync(IPage page)
    {
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Connection to the console" });
        await Eventually.ValueAsync("the page to go on", async () =>
        {
            if (await dialog.IsHiddenAsync())
                return true;
            try
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync(new() { Timeout = 2_000 });
            }
            catch (TimeoutException)
            {
                // Gone while we reached for it, or busy with a try of its own.
            }

            return false;
        }, isHidden => isHidden, Ct, TimeSpan.FromSeconds(60));
    }

    private async Task<Visit> OpenAsync()
    {
        var visit = await VisitAsync(Site);
        // A connection that the server cuts is what these tests are about.
        visit.Expect("");
        await visit.Page.GotoAsync("/containers");
        await Search(visit).FillAsync("game-1");
        await Expect(visit.Page.GetByText("1 of 8 containers")).ToBeVisibleAsync();
        return visit;
    }

    private static ILocator Search(Visit visit) => visit.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search", IncludeHidden = true });
}

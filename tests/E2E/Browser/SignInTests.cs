using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

public sealed class SignInTests(Chromium chromium) : BrowserTest(chromium)
{
    private Site Site { get; set; } = null!;

    public override async ValueTask InitializeAsync() => Site = (await Chromium.DemoAsync(Ct)).Site;

    [Theory]
    [InlineData("vera", "Vera Viewer", "viewer")]
    [InlineData("otto", "Otto Operator", "operator")]
    [InlineData("ada", "Ada Admin", "admin")]
    public async Task SignIn_DemoUser_SeesContainersOwnNameAndRole(string user, string name, string role)
    {
        var page = (await VisitAsync(Site)).Page;
        await page.GotoAsync("/");
        await Screenshots.TakeAsync(page, "sign-in");

        await ChooseAsync(page, user);

        await Expect(Heading(page, "Containers")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Banner).GetByText(name)).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Banner).GetByText(role, new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignIn_UserWithoutRole_IsToldWhichRoleIsNeeded()
    {
        var visit = await VisitAsync(Site);
        visit.Expect("403");
        await visit.Page.GotoAsync("/containers");

        await ChooseAsync(visit.Page, "nora");

        await Expect(Heading(visit.Page, "You have no access yet")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("Nora No-Role");
        await Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("viewer");
        await Screenshots.TakeAsync(visit.Page, "no-access");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/containers")]
    [InlineData("/containers?q=galaxy")]
    [InlineData("/containers/local/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("/not-found")]
    public async Task Page_NotSignedIn_AsksForSignIn(string path)
    {
        var page = (await VisitAsync(Site)).Page;

        await page.GotoAsync(path);

        await Expect(Heading(page, "Sign in")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignIn_FromADeepLink_LeadsThere()
    {
        var page = (await VisitAsync(Site)).Page;
        await page.GotoAsync("/containers?q=1042&state=running&sort=state&dir=desc");

        await ChooseAsync(page, "vera");

        await Expect(page).ToHaveURLAsync($"{Site.Origin}/containers?q=1042&state=running&sort=state&dir=desc");
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" })).ToHaveValueAsync("1042");
    }

    [Fact]
    public async Task SignIn_ReturnUrlOfAnotherSite_LeadsHome()
    {
        var page = (await VisitAsync(Site)).Page;
        await page.GotoAsync("/signin?returnUrl=https://galaxy.example/");

        await ChooseAsync(page, "vera");

        await Expect(Heading(page, "Containers")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Regex("^" + Regex.Escape(Site.Origin) + "/$"));
    }

    [Fact]
    public async Task SignOut_Button_EndsTheSessionAtBothEnds()
    {
        var page = (await VisitAsync(Site)).Page;
        await page.GotoAsync("/containers");
        await ChooseAsync(page, "otto");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(Heading(page, "You are signed out")).ToBeVisibleAsync();
        await page.GotoAsync("/containers");
        await Expect(Heading(page, "Sign in")).ToBeVisibleAsync();
    }
}

using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>The same sign-in at a certified provider that knows nothing of this console, by pushed authorization requests.</summary>
public sealed class IndependentProviderTests(Chromium chromium) : BrowserTest(chromium)
{
    private Site Site { get; set; } = null!;

    public override async ValueTask InitializeAsync() => Site = await KeepAsync(Site.StartAsync(
        Ct, configure: Site.OnFakes(), authority: async console => (await KeepAsync(OidcProvider.StartAsync(console, Ct))).Issuer));

    [Theory]
    [InlineData("vera", "Vera Viewer", "viewer")]
    [InlineData("otto", "Otto Operator", "operator")]
    [InlineData("ada", "Ada Admin", "admin")]
    public async Task SignIn_DemoUser_SeesOwnNameAndRole(string user, string name, string role)
    {
        var page = (await VisitAsync(Site)).Page;
        await page.GotoAsync("/containers");

        await TypeAsync(page, user);

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

        await TypeAsync(visit.Page, "nora");

        await Expect(Heading(visit.Page, "You have no access yet")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("viewer");
    }

    [Fact]
    public async Task SignIn_AuthorizationRequest_IsPushed()
    {
        var visit = await VisitAsync(Site);

        await visit.Page.GotoAsync("/containers");

        await Expect(Heading(visit.Page, "Sign in")).ToBeVisibleAsync();
        var request = Assert.Single(visit.Requests, url => new Uri(url).AbsolutePath == "/auth");
        Assert.Contains("request_uri=urn", Uri.UnescapeDataString(request), StringComparison.Ordinal);
        Assert.DoesNotContain("code_challenge", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_Button_EndsTheSessionAtBothEnds()
    {
        var page = (await VisitAsync(Site)).Page;
        await page.GotoAsync("/containers");
        await TypeAsync(page, "ada");

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(Heading(page, "Sign out")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(Heading(page, "You are signed out")).ToBeVisibleAsync();
        await page.GotoAsync("/containers");
        await Expect(Heading(page, "Sign in")).ToBeVisibleAsync();
    }

    private static async Task TypeAsync(IPage page, string user)
    {
        await page.GetByLabel("User name").FillAsync(user);
        await page.GetByLabel("Password").FillAsync(user);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }
}

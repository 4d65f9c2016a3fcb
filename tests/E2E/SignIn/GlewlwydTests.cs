using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Security;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.SignIn;

/// <summary>Sign-in, groups and sign-out at a second independent provider, for a confidential client and without pushed requests.</summary>
public sealed partial class GlewlwydTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private Glewlwyd _provider = null!;
    private Site _site = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SessionRegistry Sessions => _site.Services.GetRequiredService<SessionRegistry>();

    public async ValueTask InitializeAsync() => _site = await Site.StartAsync(
        Ct, Glewlwyd.ConsoleSettings, Site.OnFakes(), authority: async console => (_provider = await Glewlwyd.StartAsync(console, Ct)).Issuer);

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData("vera", "viewer")]
    [InlineData("otto", "viewer operator")]
    [InlineData("ada", "admin")]
    public async Task SignIn_ByGroup_GivesTheRolesItIsMappedTo(string user, string roles)
    {
        using var browser = new CookieBrowser(_site.Address);

        using var landed = await SignInAsync(browser, user);

        var session = Assert.Single(Sessions.Live);
        Assert.Equal((HttpStatusCode.OK, "/containers"), (landed.StatusCode, landed.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Equal((user, roles), (session.Name, string.Join(' ', session.Roles)));
    }

    [Fact]
    public async Task SignIn_ByAGroupThatIsMappedToNothing_GivesNoAccess()
    {
        using var browser = new CookieBrowser(_site.Address);

        using var landed = await SignInAsync(browser, "nora");

        Assert.Equal((HttpStatusCode.Forbidden, "/access-denied"), (landed.StatusCode, landed.RequestMessage!.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task SignOut_FromThisConsole_EndsBothSessions()
    {
        using var browser = new CookieBrowser(_site.Address);
        using var landed = await SignInAsync(browser, "vera");

        using var question = await SignOutAsync(browser);
        using var left = await _provider.LeaveAsync(browser, question, Ct);
        using var next = await browser.FollowAsync("/containers", Ct);

        Assert.Equal("/signed-out", left.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/login.html", next.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task SignOut_FromAnotherSessionOfTheSameBrowser_CutsTheOpenPagesOverTheBackChannel()
    {
        using var browser = new CookieBrowser(_site.Address);
        using var landed = await SignInAsync(browser, "ada");
        var session = Assert.Single(Sessions.Live);
        using var page = await PageSocket.OpenAsync(browser, _site.Address, Ct);
        await Eventually.TrueAsync("the page to be attached", () => session.OpenConnections == 1, Ct, Patience);

        // The provider alone is told; the console hears of it from there.
        await _provider.EndAsync(browser, session.Record.ProviderSession!, Ct);

        await page.CutAsync(Ct);
        Assert.Equal(SessionEnd.SignedOut, session.End);
    }

    private async Task<HttpResponseMessage> SignInAsync(CookieBrowser browser, string user)
    {
        using var page = await browser.FollowAsync("/containers", Ct);
        return await _provider.EnterAsync(browser, page, user, Ct);
    }

    private static async Task<HttpResponseMessage> SignOutAsync(CookieBrowser browser)
    {
        using var page = await browser.GetAsync("/access-denied", Ct);
        var token = AntiforgeryField().Match(await page.Content.ReadAsStringAsync(Ct)).Groups[1].Value;
        return await browser.FollowAsync("/signout", Ct, new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Rtm.Console.Security;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.SignIn;

/// <summary>
/// What a certified provider that knows nothing of this console may do to people who have a page open. Its access tokens are so short that
/// each look at the provider renews them.
/// </summary>
public sealed partial class ProviderChangesTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private OidcProvider _provider = null!;
    private Site _site = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SessionRegistry Sessions => _site.Services.GetRequiredService<SessionRegistry>();

    public async ValueTask InitializeAsync() => _site = await Site.StartAsync(
        Ct, ["--Rtm:Sessions:CheckInterval=00:00:01"], Site.OnFakes(),
        authority: async console => (_provider = await OidcProvider.StartAsync(console, Ct, accessTokenSeconds: 30)).Issuer);

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task SignOut_AtTheProvider_CutsTheOpenPagesOfThatPersonAlone()
    {
        using var ada = await SignInAsync("ada");
        using var vera = await SignInAsync("vera");
        using var page = await OpenAsync(ada, "ada");
        using var other = await OpenAsync(vera, "vera");

        using var question = await ada.GetAsync(new Uri(_provider.Issuer, "/session/end").AbsoluteUri, Ct);
        var proof = HiddenXsrf().Match(await question.Content.ReadAsStringAsync(Ct)).Groups[1].Value;
        using var confirmed = await ada.SendAsync(
            HttpMethod.Post, new Uri(_provider.Issuer, "/session/end/confirm").AbsoluteUri, Ct, new FormUrlEncodedContent([new("xsrf", proof), new("logout", "yes")]));

        await page.CutAsync(Ct);
        Assert.Equal(1, Assert.Single(Sessions.Live, session => session.Subject == "vera").OpenConnections);
    }

    [Fact]
    public async Task Refresh_TokensEndAndAreRenewed_IsNotNoticed()
    {
        using var browser = await SignInAsync("vera");
        using var page = await OpenAsync(browser, "vera");
        var session = Session("vera");

        foreach (var _ in (int[])[1, 2])
        {
            var before = session.Record.RefreshToken;
            Assert.NotNull(before);
            await Eventually.TrueAsync("renewed tokens", () => session.Record.RefreshToken != before, Ct, Patience);
        }

        Assert.Equal((null, 1), (session.End, session.OpenConnections));
        using var next = await browser.GetAsync("/containers", Ct);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task SigningKey_Rotated_SignsInAndRenewsWithoutARestart()
    {
        using var browser = await SignInAsync("vera");
        using var page = await OpenAsync(browser, "vera");
        var session = Session("vera");
        var before = new JsonWebToken(session.Record.IdToken).Kid;

        await _provider.OrderAsync("rotate", Ct);

        await Eventually.TrueAsync("tokens by the new key", () => new JsonWebToken(session.Record.IdToken).Kid != before, Ct, Patience);
        using var newcomer = await SignInAsync("ada");
        Assert.Equal((null, 1), (session.End, session.OpenConnections));
    }

    [Fact]
    public async Task Role_GivenAndTaken_CountsInTheOpenPage()
    {
        using var browser = await SignInAsync("vera");
        using var page = await OpenAsync(browser, "vera");
        var session = Session("vera");

        await _provider.OrderAsync("roles vera admin", Ct);
        await Eventually.TrueAsync("the new role", () => session.Principal.IsInRole(Roles.Admin), Ct, Patience);
        Assert.Equal(1, session.OpenConnections);
        await _provider.OrderAsync("roles vera", Ct);

        await page.CutAsync(Ct);
        using var next = await browser.FollowAsync("/containers", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, next.StatusCode);
    }

    [Fact]
    public async Task Account_Gone_CutsTheOpenPage()
    {
        using var browser = await SignInAsync("otto");
        using var page = await OpenAsync(browser, "otto");
        var session = Session("otto");

        await _provider.OrderAsync("forget otto", Ct);

        await page.CutAsync(Ct);
        Assert.Equal(SessionEnd.Revoked, session.End);
    }

    [Fact]
    public async Task Provider_DownAndBack_KeepsWhoIsInAndAsksNewcomersToRetry()
    {
        using var browser = await SignInAsync("ada");
        using var page = await OpenAsync(browser, "ada");
        var session = Session("ada");
        await _provider.OrderAsync("down", Ct);

        var checkedAt = session.CheckedAt;
        await Eventually.TrueAsync("a look at the provider in vain", () => session.CheckedAt > checkedAt, Ct, Patience);
        using var still = await browser.GetAsync("/containers", Ct);
        using var visitor = new CookieBrowser(_site.Address);
        using var refused = await visitor.FollowAsync("/containers", Ct);
        var retry = RetryLink().Match(await refused.Content.ReadAsStringAsync(Ct)).Groups[1].Value;
        await _provider.OrderAsync("up", Ct);
        using var landed = await SignInAsync(visitor, WebUtility.HtmlDecode(retry), "vera");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (still.StatusCode, refused.StatusCode));
        Assert.Equal("/containers", landed.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal((null, 1), (session.End, session.OpenConnections));
    }

    private Session Session(string user) => Assert.Single(Sessions.Live, session => session.Subject == user);

    private async Task<CookieBrowser> SignInAsync(string user)
    {
        var browser = new CookieBrowser(_site.Address);
        using var landed = await SignInAsync(browser, "/containers", user);
        return browser;
    }

    private static async Task<HttpResponseMessage> SignInAsync(CookieBrowser browser, string address, string user)
    {
        using var form = await browser.FollowAsync(address, Ct);
        var landed = await browser.FollowAsync(
            form.RequestMessage!.RequestUri!.AbsoluteUri, Ct, new FormUrlEncodedContent([new("user", user), new("password", user)]));
        Assert.Equal(HttpStatusCode.OK, landed.StatusCode);
        return landed;
    }

    private async Task<PageSocket> OpenAsync(CookieBrowser browser, string user)
    {
        var page = await PageSocket.OpenAsync(browser, _site.Address, Ct);
        await Eventually.TrueAsync("the page to be attached", () => Session(user).OpenConnections == 1, Ct, Patience);
        return page;
    }

    [GeneratedRegex("name=\"xsrf\" value=\"([^\"]+)\"")]
    private static partial Regex HiddenXsrf();

    [GeneratedRegex("href=\"(/signin[^\"]+)\"")]
    private static partial Regex RetryLink();
}

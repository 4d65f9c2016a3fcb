using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

public sealed partial class SignInTests(SignInTests.Started started) : IClassFixture<SignInTests.Started>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("vera", HttpStatusCode.OK, "/")]
    [InlineData("otto", HttpStatusCode.OK, "/")]
    [InlineData("ada", HttpStatusCode.OK, "/")]
    [InlineData("nora", HttpStatusCode.Forbidden, "/access-denied")]
    public async Task SignIn_EachDemoUser_LandsWhereTheRoleSays(string user, HttpStatusCode status, string path)
    {
        using var browser = await started.Console.SignInAsync(user, Ct);

        using var page = await browser.FollowAsync("/", Ct);

        Assert.Equal((status, path), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task SignIn_TypedNameWithWrongPassword_IsRefused()
    {
        using var browser = new CookieBrowser(started.Console.Address);
        using var page = await browser.FollowAsync("/", Ct);

        using var answer = await browser.FollowAsync(
            page.RequestMessage!.RequestUri!.AbsoluteUri, Ct, new FormUrlEncodedContent([new("name", "ada"), new("password", "vera")]));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task SignIn_SessionCookie_IsHostBoundSecureHttpOnlyLaxAndSmall()
    {
        using var browser = new CookieBrowser(started.Console.Address);
        using var callback = await browser.GetAsync(await CallbackAsync(browser), Ct);

        var cookie = Assert.Single(callback.Headers.GetValues("Set-Cookie"), header => header.StartsWith("__Host-rtm", StringComparison.Ordinal));
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.StartsWith("__Host-rtm=", cookie, StringComparison.Ordinal);
        Assert.InRange(cookie.Length, 1, 4000);
    }

    [Fact]
    public async Task Callback_UsedAgainBySomeoneSignedIn_DoesNotSayTheyAreSignedOut()
    {
        await using var console = await RunningConsole.StartAsync();
        using var browser = await console.SignInAsync("ada", Ct);

        using var answer = await browser.GetAsync("/signin-oidc?code=used&state=used", Ct);

        var body = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("You are still signed in", body, StringComparison.Ordinal);
        Assert.DoesNotContain("not signed in", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_EightHoursLater_LetsNoRequestInHoweverManyActsCameBefore()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var console = await RunningConsole.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        using var browser = await console.SignInAsync("ada", Ct);
        for (var i = 0; i < 8; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(59));
            using var act = await browser.GetAsync("/", Ct);
        }

        using var before = await browser.GetAsync("/", Ct);
        clock.Advance(TimeSpan.FromHours(0.2));

        using var after = await browser.GetAsync("/", Ct);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Redirect), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task SignIn_AfterDeepLink_ReturnsToIt()
    {
        using var browser = new CookieBrowser(started.Console.Address);
        using var page = await browser.FollowAsync("/?q=a%20b", Ct);

        using var landed = await browser.FollowAsync(
            page.RequestMessage!.RequestUri!.AbsoluteUri, Ct, new FormUrlEncodedContent([new("user", "vera")]));

        Assert.Equal("/?q=a%20b", landed.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task SignOut_FromAPage_EndsBothSessions()
    {
        using var browser = await started.Console.SignInAsync("nora", Ct);
        using var page = await browser.FollowAsync("/access-denied", Ct);
        var token = AntiforgeryField().Match(await page.Content.ReadAsStringAsync(Ct)).Groups[1].Value;

        using var landed = await browser.FollowAsync("/signout", Ct, new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));

        Assert.Equal("/signed-out", landed.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.DoesNotContain("__Host-rtm", browser.Cookies.Keys);
        Assert.DoesNotContain("rtm-dev-idp", browser.Cookies.Keys);
    }

    [Fact]
    public async Task SignOut_ForgedByAnotherSite_ChangesNothing()
    {
        using var browser = await started.Console.SignInAsync("vera", Ct);

        using var answer = await browser.SendAsync(HttpMethod.Post, "/signout", Ct, new FormUrlEncodedContent([]));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("__Host-rtm", browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("/signin-oidc?code=stolen&state=forged")]
    [InlineData("/signin-oidc?error=server_error&state=forged")]
    [InlineData("/signin-oidc")]
    public async Task Callback_Forged_IsAPageWithANumberAndNoStackTrace(string callback)
    {
        using var browser = new CookieBrowser(started.Console.Address);

        using var answer = await browser.GetAsync(callback, Ct);

        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Matches("<code>[0-9a-zA-Z:-]{8,}</code>", html);
        Assert.DoesNotContain("Exception", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callback_FromAnotherIssuer_IsRefused()
    {
        using var browser = new CookieBrowser(started.Console.Address);
        var callback = await CallbackAsync(browser);

        using var answer = await browser.GetAsync(IssuerParameter().Replace(callback, "iss=https%3A%2F%2Fevil.example%2F"), Ct);

        Assert.Matches("[?&]iss=", callback);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("__Host-rtm", browser.Cookies.Keys);
    }

    [Fact]
    public async Task Callback_UsedAgain_IsRefused()
    {
        using var browser = new CookieBrowser(started.Console.Address);
        var callback = await CallbackAsync(browser);
        using var first = await browser.GetAsync(callback, Ct);

        using var second = await browser.GetAsync(callback, Ct);

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.BadRequest), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task Callback_InAnotherBrowser_IsRefused()
    {
        using var browser = new CookieBrowser(started.Console.Address);
        using var other = new CookieBrowser(started.Console.Address);

        using var answer = await other.GetAsync(await CallbackAsync(browser), Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task SignIn_ProviderDown_IsA503WithARetryThatKeepsTheDeepLink()
    {
        await using var console = await RunningConsole.StartAsync(withProvider: false);
        using var browser = new CookieBrowser(console.Address);

        using var answer = await browser.FollowAsync("/?q=a", Ct);

        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("href=\"/signin?returnUrl=%2F%3Fq%3Da\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", html, StringComparison.Ordinal);
    }

    /// <summary>The address with which the provider sends ada back, not yet asked for.</summary>
    private async Task<string> CallbackAsync(CookieBrowser browser)
    {
        using var page = await browser.FollowAsync("/", Ct);
        using var choice = await browser.SendAsync(
            HttpMethod.Post, page.RequestMessage!.RequestUri!.AbsoluteUri, Ct, new FormUrlEncodedContent([new("user", "ada")]));
        using var granted = await browser.GetAsync(new Uri(started.Console.ProviderAddress, choice.Headers.Location!).AbsoluteUri, Ct);
        return granted.Headers.Location!.AbsoluteUri;
    }

    [GeneratedRegex("iss=[^&]+")]
    private static partial Regex IssuerParameter();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();

    public sealed class Started : IAsyncLifetime
    {
        public RunningConsole Console { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Console = await RunningConsole.StartAsync();

        public ValueTask DisposeAsync() => Console.DisposeAsync();
    }
}

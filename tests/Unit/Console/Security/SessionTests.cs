using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>What becomes of a session between sign-in and its end.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private static readonly string[] OperatorRole = ["operator"];

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private HostileProvider _provider = null!;
    private RunningConsole _console = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SessionRegistry Sessions => _console.App.Services.GetRequiredService<SessionRegistry>();

    public async ValueTask InitializeAsync()
    {
        _provider = await HostileProvider.StartAsync();
        _console = await RunningConsole.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock), authority: _provider.Issuer);
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Cookie_Holds_AKeyAndNoTokenOrName()
    {
        using var browser = await SignInAsync();

        Assert.InRange(browser.Cookies["__Host-rtm"].Length, 1, 700);
    }

    [Fact]
    public async Task Session_NobodyActs_EndsAfterAnHourThoughAPageAsksOnByItself()
    {
        using var browser = await SignInAsync();
        for (var i = 0; i < 7; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(10));
            using var byItself = await browser.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", Ct);
        }

        await AssertEndedAsync(browser, SessionEnd.Idle);
    }

    [Fact]
    public async Task Session_PersonActs_GoesOnBeyondAnHour()
    {
        _provider.AccessTokenSeconds = 36_000;
        using var browser = await SignInAsync();
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromMinutes(50));
            using var page = await browser.GetAsync("/", Ct);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
    }

    [Fact]
    public async Task Session_AccessTokenEndedAndNoneToRenewIt_AsksForANewSignIn()
    {
        using var browser = await SignInAsync();
        _clock.Advance(TimeSpan.FromMinutes(50));
        using var act = await browser.GetAsync("/", Ct);
        _clock.Advance(TimeSpan.FromMinutes(11));

        await AssertEndedAsync(browser, SessionEnd.TooOld);
    }

    [Fact]
    public async Task Cookie_ReplayedAfterSignOut_OpensNothing()
    {
        using var browser = await SignInAsync();
        var stolen = browser.Cookies["__Host-rtm"];
        Sessions.EndOne(Assert.Single(Sessions.Live), SessionEnd.SignedOut);
        browser.Cookies["__Host-rtm"] = stolen;

        await AssertEndedAsync(browser, SessionEnd.SignedOut);
    }

    [Fact]
    public async Task SignIn_WithAPlantedSession_StartsAnotherAndEndsThePlantedOne()
    {
        using var attacker = await SignInAsync();
        _provider.Claims["sub"] = "43";
        _provider.UserInfo = new() { ["sub"] = "43" };
        using var victim = new CookieBrowser(_console.Address);
        victim.Cookies["__Host-rtm"] = attacker.Cookies["__Host-rtm"];
        using var planted = await victim.GetAsync("/signin", Ct);
        // Already signed in as the attacker: only a provider's answer changes that.
        victim.Cookies.Remove("__Host-rtm");
        using var challenge = await victim.GetAsync("/signin", Ct);
        using var answer = await victim.GetAsync(challenge.Headers.Location!.AbsoluteUri, Ct);
        victim.Cookies["__Host-rtm"] = attacker.Cookies["__Host-rtm"];
        using var callback = await victim.GetAsync(answer.Headers.Location!.AbsoluteUri, Ct);

        Assert.NotEqual(attacker.Cookies["__Host-rtm"], victim.Cookies["__Host-rtm"]);
        Assert.Equal("43", Assert.Single(Sessions.Live).Subject);
        await AssertEndedAsync(attacker, SessionEnd.SignedOut);
    }

    [Fact]
    public async Task Account_Revoked_EndsTheSessionWithinTheInterval()
    {
        using var browser = await SignInAsync();
        _provider.UserInfo = null;
        _clock.Advance(TimeSpan.FromSeconds(31));

        await AssertEndedAsync(browser, SessionEnd.Revoked);
    }

    [Fact]
    public async Task Provider_Down_SessionsGoOn()
    {
        using var browser = await SignInAsync();
        await _provider.DisposeAsync();
        _clock.Advance(TimeSpan.FromMinutes(30));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Role_ChangedInUserinfo_CountsWithoutANewSignIn()
    {
        _provider.Claims.Remove("roles");
        _provider.UserInfo = new() { ["sub"] = "42", ["roles"] = new[] { "admin" } };
        using var browser = await SignInAsync();
        _provider.UserInfo = new() { ["sub"] = "42", ["roles"] = OperatorRole };
        _clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal(OperatorRole, Assert.Single(Sessions.Live).Roles);
    }

    [Fact]
    public async Task Role_GoneFromUserinfo_LeavesNone()
    {
        _provider.Claims.Remove("roles");
        _provider.UserInfo = new() { ["sub"] = "42", ["roles"] = new[] { "admin" } };
        using var browser = await SignInAsync();
        _provider.UserInfo = new() { ["sub"] = "42" };
        _clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.FollowAsync("/", Ct);

        Assert.Equal((HttpStatusCode.Forbidden, "/access-denied"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task Userinfo_OfAnotherPerson_ChangesNothing()
    {
        _provider.Claims["roles"] = new[] { "viewer" };
        using var browser = await SignInAsync();
        _provider.UserInfo = new() { ["sub"] = "43", ["roles"] = new[] { "admin" } };
        _clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal("viewer", Assert.Single(Assert.Single(Sessions.Live).Roles));
    }

    [Fact]
    public async Task Role_InTheIdTokenAlone_IsRenewedByRefreshing()
    {
        _provider.GivesRefreshTokens = true;
        using var browser = await SignInAsync();
        _provider.Claims["roles"] = OperatorRole;
        _clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal(OperatorRole, Assert.Single(Sessions.Live).Roles);
        Assert.Contains(_provider.TokenRequests, request => request["grant_type"] == "refresh_token");
    }

    [Fact]
    public async Task RefreshToken_Refused_EndsTheSession()
    {
        _provider.GivesRefreshTokens = true;
        using var browser = await SignInAsync();
        _provider.RefusesRefresh = true;
        _clock.Advance(TimeSpan.FromSeconds(31));

        await AssertEndedAsync(browser, SessionEnd.Revoked);
    }

    [Fact]
    public async Task RenewedIdToken_OfAnotherPersonOrUnsigned_NeverRaisesARole()
    {
        _provider.GivesRefreshTokens = true;
        _provider.Claims["roles"] = new[] { "viewer" };
        using var browser = await SignInAsync();
        _provider.Forge = draft =>
        {
            draft.Claims["roles"] = new[] { "admin" };
            draft.Header["alg"] = "none";
            draft.Sign = _ => [];
        };
        _clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal("viewer", Assert.Single(Assert.Single(Sessions.Live).Roles));
    }

    [Theory]
    [InlineData(true, "sid", "s-1")]
    [InlineData(true, "sub", "42")]
    [InlineData(true, "exp", null)]
    [InlineData(false, "sid", "s-2")]
    [InlineData(false, "sub", "43")]
    [InlineData(false, "iss", "https://evil.example")]
    [InlineData(false, "aud", "another-client")]
    [InlineData(false, "nonce", "n")]
    [InlineData(false, "exp", 1_600_000_000)]
    [InlineData(false, "iat", 1_600_000_000)]
    [InlineData(false, "iat", null)]
    [InlineData(false, "events", null)]
    public async Task BackChannel_LogoutToken_EndsTheSessionItNamesIfItIsOne(bool ends, string claim, object? value)
    {
        using var browser = await SignInAsync();
        var draft = _provider.LogoutDraft();
        if (claim is "sid" or "sub")
            draft.Claims.Remove(claim == "sid" ? "sub" : "sid");
        draft.Claims[claim] = value;
        if (value is null)
            draft.Claims.Remove(claim);

        using var answer = await PostAsync(draft.Write());

        Assert.Equal(ends ? 0 : 1, Sessions.Live.Count);
        if (ends)
            await AssertEndedAsync(browser, SessionEnd.SignedOut);
    }

    [Fact]
    public async Task BackChannel_UnsignedLogoutToken_IsRefused()
    {
        using var browser = await SignInAsync();
        var draft = _provider.LogoutDraft();
        draft.Header["alg"] = "none";
        draft.Sign = _ => [];

        using var answer = await PostAsync(draft.Write());

        Assert.Equal((HttpStatusCode.BadRequest, 1), (answer.StatusCode, Sessions.Live.Count));
    }

    [Theory]
    [InlineData("s-1", true, 0)]
    [InlineData("s-2", true, 1)]
    [InlineData("s-1", false, 1)]
    [InlineData("", true, 1)]
    public async Task FrontChannel_ByTheProvidersNameOfTheSession_EndsIt(string sid, bool isIssuer, int left)
    {
        using var browser = await SignInAsync();
        using var frame = new CookieBrowser(_console.Address);

        using var answer = await frame.GetAsync($"/signout-frontchannel?iss={Uri.EscapeDataString(isIssuer ? _provider.Issuer.AbsoluteUri.TrimEnd('/') : "https://evil.example")}&sid={sid}", Ct);

        Assert.Equal(left, Sessions.Live.Count);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-3600, false)]
    [InlineData(null, false)]
    public async Task StepUp_CountsOnlyIfTheProviderAskedAgain(int? authTime, bool isFresh)
    {
        using var browser = await SignInAsync();
        var stepUp = _console.App.Services.GetRequiredService<IStepUp>();
        var session = Assert.Single(Sessions.Live);
        Assert.False(stepUp.IsFresh(session.Principal));
        if (authTime is { } seconds)
            _provider.Claims["auth_time"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds;

        using var landed = await browser.FollowAsync(stepUp.Address, Ct);

        var request = _provider.AuthorizationRequests.Last();
        Assert.Equal(("login", "0"), (request["prompt"], request["max_age"]));
        Assert.Equal(isFresh, stepUp.IsFresh(session.Principal));
        Assert.Equal(isFresh ? "/signin-done" : "/signin-oidc", landed.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Same(session, Assert.Single(Sessions.Live));
        _clock.Advance(TimeSpan.FromMinutes(20));
        Assert.False(stepUp.IsFresh(session.Principal));
    }

    [Fact]
    public async Task StepUp_BySomebodyElse_IsRefused()
    {
        using var browser = await SignInAsync();
        var session = Assert.Single(Sessions.Live);
        (_provider.Claims["sub"], _provider.Claims["auth_time"]) = ("43", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        _provider.UserInfo = new() { ["sub"] = "43" };
        var stepUp = _console.App.Services.GetRequiredService<IStepUp>();

        using var landed = await browser.FollowAsync(stepUp.Address, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, landed.StatusCode);
        Assert.False(stepUp.IsFresh(session.Principal));
        Assert.Same(session, Assert.Single(Sessions.Live));
    }

    private async Task<HttpResponseMessage> PostAsync(string token)
    {
        using var provider = new CookieBrowser(_console.Address);
        return await provider.SendAsync(HttpMethod.Post, "/signout-backchannel", Ct, new FormUrlEncodedContent([new("logout_token", token)]));
    }

    private async Task<CookieBrowser> SignInAsync()
    {
        var browser = new CookieBrowser(_console.Address);
        using var page = await browser.FollowAsync("/", Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return browser;
    }

    private static async Task AssertEndedAsync(CookieBrowser browser, SessionEnd reason)
    {
        using var page = await browser.GetAsync("/", Ct);
        using var machine = await browser.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", Ct);

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Unauthorized), (page.StatusCode, machine.StatusCode));
        Assert.Equal(reason.ToString(), Assert.Single(machine.Headers.GetValues("Rtm-Session-End")));
    }
}

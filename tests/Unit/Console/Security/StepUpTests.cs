using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>A sign-in once more, for what cannot be undone.</summary>
public sealed class StepUpTests : SessionTest
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(-3600, false)]
    [InlineData(null, false)]
    public async Task StepUp_CountsOnlyIfTheProviderAskedAgain(int? authTime, bool isFresh)
    {
        using var browser = await SignInAsync();
        var stepUp = Running.App.Services.GetRequiredService<IStepUp>();
        var session = Assert.Single(Sessions.Live);
        Assert.False(stepUp.IsFresh(session.Principal));
        if (authTime is { } seconds)
            Provider.Claims["auth_time"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds;

        using var landed = await browser.FollowAsync(stepUp.Address, Ct);

        var request = Provider.AuthorizationRequests.Last();
        Assert.Equal(("login", "0"), (request["prompt"], request["max_age"]));
        Assert.Equal(isFresh, stepUp.IsFresh(session.Principal));
        Assert.Equal(isFresh ? "/signin-done" : "/signin-oidc", landed.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Same(session, Assert.Single(Sessions.Live));
        var page = await landed.Content.ReadAsStringAsync(Ct);
        Assert.Matches(isFresh ? "You are signed in" : "did not confirm that it asked you again", page);
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.False(stepUp.IsFresh(session.Principal));
    }

    [Fact]
    public async Task StepUp_ProviderBeginsASessionOfItsOwn_ItsSignOutEndsOurs()
    {
        using var browser = await SignInAsync();
        await ProveAgainAsync(browser);

        var draft = Provider.LogoutDraft();
        draft.Claims.Remove("sub");
        using var provider = new CookieBrowser(Running.Address);
        using var answer = await provider.SendAsync(
            HttpMethod.Post, "/signout-backchannel", Ct, new FormUrlEncodedContent([new("logout_token", draft.Write())]));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(Sessions.Live);
    }

    [Fact]
    public async Task StepUp_ProviderGivesNewTokensAndRoles_AreTheSessionsFromThenOn()
    {
        Provider.GivesRefreshTokens = true;
        using var browser = await SignInAsync();
        var session = Assert.Single(Sessions.Live);
        var before = session.Record;
        Provider.Claims["roles"] = new[] { "viewer" };

        await ProveAgainAsync(browser);

        var after = session.Record;
        Assert.Equal((before.Id, before.SignedInAt, before.From), (after.Id, after.SignedInAt, after.From));
        Assert.NotEqual((before.AccessToken, before.RefreshToken, before.IdToken), (after.AccessToken, after.RefreshToken, after.IdToken));
        Assert.Equal(["viewer"], after.Roles);
    }

    [Fact]
    public async Task StepUp_ProviderGivesNoNewRefreshToken_KeepsTheOldOne()
    {
        Provider.GivesRefreshTokens = true;
        using var browser = await SignInAsync();
        var session = Assert.Single(Sessions.Live);
        var before = session.Record.RefreshToken;
        Provider.GivesRefreshTokens = false;

        await ProveAgainAsync(browser);

        Assert.NotNull(before);
        Assert.Equal(before, session.Record.RefreshToken);
    }

    [Fact]
    public async Task StepUp_BySomebodyElse_IsRefused()
    {
        using var browser = await SignInAsync();
        var session = Assert.Single(Sessions.Live);
        (Provider.Claims["sub"], Provider.Claims["auth_time"]) = ("43", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Provider.UserInfo = new() { ["sub"] = "43" };
        var stepUp = Running.App.Services.GetRequiredService<IStepUp>();

        using var landed = await browser.FollowAsync(stepUp.Address, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, landed.StatusCode);
        Assert.False(stepUp.IsFresh(session.Principal));
        Assert.Same(session, Assert.Single(Sessions.Live));
    }

    private async Task ProveAgainAsync(CookieBrowser browser)
    {
        (Provider.Claims["sid"], Provider.Claims["auth_time"]) = ("s-2", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        using var landed = await browser.FollowAsync(Running.App.Services.GetRequiredService<IStepUp>().Address, Ct);
        Assert.Equal("/signin-done", landed.RequestMessage!.RequestUri!.AbsolutePath);
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Security;
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
        Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.False(stepUp.IsFresh(session.Principal));
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
}

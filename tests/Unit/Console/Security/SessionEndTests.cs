using System.Net;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>When a session ends by itself or by its person, and that a cookie that is not one's own opens nothing.</summary>
public sealed class SessionEndTests : SessionTest
{
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
            Clock.Advance(TimeSpan.FromMinutes(10));
            using var byItself = await browser.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", Ct);
        }

        await AssertEndedAsync(browser, SessionEnd.Idle);
    }

    [Fact]
    public async Task Session_PersonActs_GoesOnBeyondAnHour()
    {
        Provider.AccessTokenSeconds = 36_000;
        using var browser = await SignInAsync();
        for (var i = 0; i < 4; i++)
        {
            Clock.Advance(TimeSpan.FromMinutes(50));
            using var page = await browser.GetAsync("/", Ct);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
    }

    [Fact]
    public async Task Session_AccessTokenEndedAndNoneToRenewIt_AsksForANewSignIn()
    {
        using var browser = await SignInAsync();
        Clock.Advance(TimeSpan.FromMinutes(50));
        using var act = await browser.GetAsync("/", Ct);
        Clock.Advance(TimeSpan.FromMinutes(11));

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
        Provider.Claims["sub"] = "43";
        Provider.UserInfo = new() { ["sub"] = "43" };
        using var victim = new CookieBrowser(Running.Address);
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
}

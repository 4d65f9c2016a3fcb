using System.Net;
using Rtm.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>What a session learns from the provider while it lives: accounts and roles that change.</summary>
public sealed class SessionRenewalTests : SessionTest
{
    private static readonly string[] OperatorRole = ["operator"];

    [Fact]
    public async Task Account_Revoked_EndsTheSessionWithinTheInterval()
    {
        using var browser = await SignInAsync();
        Provider.UserInfo = null;
        Clock.Advance(TimeSpan.FromSeconds(31));

        await AssertEndedAsync(browser, SessionEnd.Revoked);
    }

    [Fact]
    public async Task Provider_Down_SessionsGoOn()
    {
        using var browser = await SignInAsync();
        await Provider.DisposeAsync();
        Clock.Advance(TimeSpan.FromMinutes(30));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Provider_NamesAnAddressThatIsNone_SessionsGoOn()
    {
        using var browser = await SignInAsync();
        Provider.ForgeDocument = document => document["userinfo_endpoint"] = "http://[";
        Clock.Advance(TimeSpan.FromMinutes(5));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Null(Assert.Single(Sessions.Live).End);
    }

    [Fact]
    public async Task Role_ChangedInUserinfo_CountsWithoutANewSignIn()
    {
        Provider.Claims.Remove("roles");
        Provider.UserInfo = new() { ["sub"] = "42", ["roles"] = new[] { "admin" } };
        using var browser = await SignInAsync();
        Provider.UserInfo = new() { ["sub"] = "42", ["roles"] = OperatorRole };
        Clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal(OperatorRole, Assert.Single(Sessions.Live).Roles);
    }

    [Fact]
    public async Task Role_GoneFromUserinfo_LeavesNone()
    {
        Provider.Claims.Remove("roles");
        Provider.UserInfo = new() { ["sub"] = "42", ["roles"] = new[] { "admin" } };
        using var browser = await SignInAsync();
        Provider.UserInfo = new() { ["sub"] = "42" };
        Clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.FollowAsync("/", Ct);

        Assert.Equal((HttpStatusCode.Forbidden, "/access-denied"), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
    }

    [Fact]
    public async Task Userinfo_OfAnotherPerson_ChangesNothing()
    {
        Provider.Claims["roles"] = new[] { "viewer" };
        using var browser = await SignInAsync();
        Provider.UserInfo = new() { ["sub"] = "43", ["roles"] = new[] { "admin" } };
        Clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal("viewer", Assert.Single(Assert.Single(Sessions.Live).Roles));
    }

    [Fact]
    public async Task Role_InTheIdTokenAlone_IsRenewedByRefreshing()
    {
        Provider.GivesRefreshTokens = true;
        using var browser = await SignInAsync();
        Provider.Claims["roles"] = OperatorRole;
        Clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal(OperatorRole, Assert.Single(Sessions.Live).Roles);
        Assert.Contains(Provider.TokenRequests, request => request["grant_type"] == "refresh_token");
    }

    [Fact]
    public async Task RefreshToken_Refused_EndsTheSession()
    {
        Provider.GivesRefreshTokens = true;
        using var browser = await SignInAsync();
        Provider.RefusesRefresh = true;
        Clock.Advance(TimeSpan.FromSeconds(31));

        await AssertEndedAsync(browser, SessionEnd.Revoked);
    }

    [Fact]
    public async Task RenewedIdToken_OfAnotherPersonOrUnsigned_NeverRaisesARole()
    {
        Provider.GivesRefreshTokens = true;
        Provider.Claims["roles"] = new[] { "viewer" };
        using var browser = await SignInAsync();
        Provider.Forge = draft =>
        {
            draft.Claims["roles"] = new[] { "admin" };
            draft.Header["alg"] = "none";
            draft.Sign = _ => [];
        };
        Clock.Advance(TimeSpan.FromSeconds(31));

        using var page = await browser.GetAsync("/", Ct);

        Assert.Equal("viewer", Assert.Single(Assert.Single(Sessions.Live).Roles));
    }
}

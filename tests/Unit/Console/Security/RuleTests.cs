using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Configuration;
using Rtm.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

public class RuleTests
{
    private static readonly SignInOptions Options =
        new() { Authority = new Uri("https://login.example.org"), ClientId = "rtm-console", NameClaim = "display" };

    [Theory]
    [InlineData(Policies.Viewer, Roles.Viewer, true)]
    [InlineData(Policies.Viewer, Roles.Operator, true)]
    [InlineData(Policies.Viewer, Roles.Admin, true)]
    [InlineData(Policies.Viewer, "Viewer", false)]
    [InlineData(Policies.Viewer, null, false)]
    [InlineData(Policies.Operator, Roles.Viewer, false)]
    [InlineData(Policies.Operator, Roles.Operator, true)]
    [InlineData(Policies.Operator, Roles.Admin, true)]
    [InlineData(Policies.Operator, null, false)]
    [InlineData(Policies.Admin, Roles.Viewer, false)]
    [InlineData(Policies.Admin, Roles.Operator, false)]
    [InlineData(Policies.Admin, Roles.Admin, true)]
    [InlineData(Policies.Admin, null, false)]
    public async Task Policy_EachRole_AllowsAsMuchAsItsRank(string policy, string? role, bool allowed)
    {
        var person = SessionPrincipal.OfToken(Person([]), role is null ? [] : [role], Options, "Bearer");

        Assert.Equal(allowed, (await Authorization().AuthorizeAsync(person, null, policy)).Succeeded);
    }

    [Fact]
    public async Task Policy_RoleWithoutSignIn_IsRefused()
    {
        var forged = new ClaimsPrincipal(new ClaimsIdentity([new Claim("role", Roles.Admin)], authenticationType: null, "name", "role"));

        Assert.False((await Authorization().AuthorizeAsync(forged, null, Policies.Viewer)).Succeeded);
    }

    [Fact]
    public void Session_TokenWithManyClaims_KeepsSubjectNameAndRoles()
    {
        var person = Person([new Claim("groups", "everyone"), new Claim("role", "viewer"), new Claim("email", "x@y")]);

        Assert.Equal(
            ["sub=42", "name=Ada", "role=admin"],
            SessionPrincipal.OfToken(person, [Roles.Admin], Options, "Bearer").Claims.Select(claim => $"{claim.Type}={claim.Value}"));
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/containers?q=a#b", "/containers?q=a#b")]
    [InlineData("/%2F%2Fevil.example", "/%2F%2Fevil.example")]
    [InlineData("/containers?q=ärger 🎲", "/containers?q=%C3%A4rger %F0%9F%8E%B2")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("\\\\evil.example", "/")]
    [InlineData("https:evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("evil.example", "/")]
    [InlineData(" //evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/\n/evil.example", "/")]
    [InlineData("~//evil.example", "/")]
    [InlineData("~/containers", "/")]
    public void ReturnUrl_Attack_GoesHome(string? url, string expected) => Assert.Equal(expected, ReturnUrl.LocalOrHome(url));

    [Fact]
    public void ReturnUrl_TooLongToTravel_GoesHome() => Assert.Equal("/", ReturnUrl.LocalOrHome("/" + new string('a', 2000)));

    private static ClaimsPrincipal Person(IEnumerable<Claim> claims) =>
        new(new ClaimsIdentity([new Claim("sub", "42"), new Claim("display", "Ada"), .. claims], "oidc"));

    private static IAuthorizationService Authorization() =>
        new ServiceCollection().AddLogging().AddConsolePolicies().BuildServiceProvider().GetRequiredService<IAuthorizationService>();
}

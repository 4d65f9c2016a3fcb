using System.Text.Json;
using Rtm.Console.Configuration;
using Rtm.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

public class RoleClaimsTests
{
    [Theory]
    [InlineData("roles", """{"roles":["admin","everyone","viewer"]}""", "viewer admin")]
    [InlineData("roles", """{"roles":"operator"}""", "operator")]
    [InlineData("roles", """{"roles":"viewer operator"}""", "viewer operator")]
    [InlineData("roles", """{"roles":[]}""", "")]
    [InlineData("roles", """{"roles":[7,null,{"admin":true},["admin"]]}""", "")]
    [InlineData("roles", """{"roles":true}""", "")]
    [InlineData("roles", """{"roles":["Admin"," admin","ADMIN"]}""", "")]
    [InlineData("roles", """{"Roles":["admin"]}""", null)]
    [InlineData("roles", "{}", null)]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":["admin"]}}""", "admin")]
    [InlineData("realm_access.roles", """{"realm_access":["admin"]}""", null)]
    [InlineData("realm_access.roles", """{"realm_access.roles":["viewer"],"realm_access":{"roles":["admin"]}}""", "viewer")]
    [InlineData("resource_access.rtm.console.roles", """{"resource_access":{"rtm.console":{"roles":["viewer"]}}}""", "viewer")]
    [InlineData("https://galaxy.example/roles", """{"https://galaxy.example/roles":["viewer"]}""", "viewer")]
    [InlineData("urn:project:roles", """{"urn:project:roles":{"admin":{"1":"galaxy"}}}""", "admin")]
    public void In_EachShape_FindsTheRoles(string claim, string json, string? expected) =>
        Assert.Equal(expected?.Split(' ', StringSplitOptions.RemoveEmptyEntries), Find(json, new() { Authority = Authority, ClientId = "c", RoleClaim = claim }));

    [Theory]
    [InlineData("""{"groups":["/galaxy/ops"]}""", "operator")]
    [InlineData("""{"groups":["/galaxy/ops","/galaxy/on call"]}""", "operator admin")]
    [InlineData("""{"groups":"/galaxy/on call"}""", "admin")]
    [InlineData("""{"groups":["admin","operator","viewer"]}""", "")]
    public void In_WithARoleMap_OnlyMappedGroupsCount(string json, string expected) => Assert.Equal(
        expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Find(json, new()
        {
            Authority = Authority,
            ClientId = "c",
            RoleClaim = "groups",
            RoleMap = new Dictionary<string, IReadOnlyList<string>> { ["operator"] = ["/galaxy/ops"], ["admin"] = ["/galaxy/root", "/galaxy/on call"] },
        }));

    [Theory]
    [InlineData("""{"email":"ada@galaxy.example","email_verified":true}""", "admin")]
    [InlineData("""{"email":"ada@galaxy.example","email_verified":"true"}""", "admin")]
    [InlineData("""{"email":"ada@galaxy.example","email_verified":false}""", "")]
    [InlineData("""{"email":"ada@galaxy.example","email_verified":"false"}""", "")]
    [InlineData("""{"email":"ada@galaxy.example"}""", "")]
    [InlineData("""{"email":"eve@evil.example ada@galaxy.example","email_verified":true}""", "")]
    public void In_AddressOfAPerson_CountsOnlyIfTheProviderVerifiedIt(string json, string expected) => Assert.Equal(
        expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        Find(json, new()
        {
            Authority = Authority,
            ClientId = "c",
            RoleClaim = "email",
            RoleMap = new Dictionary<string, IReadOnlyList<string>> { ["admin"] = ["ada@galaxy.example"] },
        }));

    private static readonly Uri Authority = new("https://login.example.org");

    private static IReadOnlyList<string>? Find(string json, SignInOptions options) => RoleClaims.In(JsonDocument.Parse(json).RootElement, options);
}

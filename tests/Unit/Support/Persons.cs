using System.Security.Claims;
using Rtm.Console.Security;

namespace Rtm.Tests.Support;

/// <summary>Signed-in people, as the session makes them.</summary>
public static class Persons
{
    public static ClaimsPrincipal Viewer { get; } = Of("sub-vera", "Vera Viewer", Roles.Viewer);

    public static ClaimsPrincipal Operator { get; } = Of("sub-oli", "Oli Operator", Roles.Operator);

    public static ClaimsPrincipal Admin { get; } = Of("sub-ada", "Ada Admin", Roles.Admin);

    public static ClaimsPrincipal Nobody { get; } = new(new ClaimsIdentity());

    public static ClaimsPrincipal Of(string subject, string name, params string[] roles) => new(new ClaimsIdentity(
        [new(SessionPrincipal.Subject, subject), new(SessionPrincipal.Name, name), .. roles.Select(role => new Claim(SessionPrincipal.Role, role))],
        "test", SessionPrincipal.Name, SessionPrincipal.Role));
}

using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>
/// What the session remembers of a person: subject, name and the roles we know. A provider's token may carry hundreds of
/// groups; none of them belongs in a cookie.
/// </summary>
public static class SessionPrincipal
{
    public const string Subject = "sub";
    public const string Name = "name";
    public const string Role = "role";

    public static ClaimsPrincipal From(
        ClaimsPrincipal person, IEnumerable<string> roles, SignInOptions options,
        string scheme = CookieAuthenticationDefaults.AuthenticationScheme)
    {
        var subject = person.FindFirstValue(Subject) ?? throw new InvalidOperationException("The provider named no subject (sub).");
        var identity = new ClaimsIdentity(scheme, Name, Role);
        identity.AddClaim(new Claim(Subject, subject));
        identity.AddClaim(new Claim(Name, DisplayName(person, options) ?? subject));
        identity.AddClaims(roles.Select(role => new Claim(Role, role)));
        return new ClaimsPrincipal(identity);
    }

    private static string? DisplayName(ClaimsPrincipal person, SignInOptions options) =>
        new[] { options.NameClaim, "preferred_username", "email" }
            .Select(person.FindFirstValue)
            .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
}

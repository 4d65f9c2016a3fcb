using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>What the console remembers of who asks: subject, name and the roles we know. A token may carry hundreds of groups; none of them comes along.</summary>
public static class SessionPrincipal
{
    public const string Subject = "sub";
    public const string Name = "name";
    public const string Role = "role";

    /// <summary>The session's id; only people have one.</summary>
    public const string Session = "rtm_session";

    public static ClaimsPrincipal Of(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        var record = session.Record;
        return Make(CookieAuthenticationDefaults.AuthenticationScheme, record.Subject, record.Name, record.Roles, new Claim(Session, record.Id));
    }

    /// <summary>Of a program, by its token.</summary>
    public static ClaimsPrincipal OfToken(ClaimsPrincipal token, IEnumerable<string> roles, SignInOptions options, string scheme) =>
        Make(scheme, SubjectOf(token), NameOf(token, options), roles);

    public static string SubjectOf(ClaimsPrincipal person) =>
        person.FindFirstValue(Subject) is { Length: > 0 } subject ? subject : throw new InvalidOperationException("The provider named no subject (sub).");

    public static string NameOf(ClaimsPrincipal person, SignInOptions options) =>
        new[] { options.NameClaim, "preferred_username", "email" }
            .Select(person.FindFirstValue)
            .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value)) ?? SubjectOf(person);

    private static ClaimsPrincipal Make(string scheme, string subject, string name, IEnumerable<string> roles, params Claim[] further) => new(new ClaimsIdentity(
        [new(Subject, subject), new(Name, name), .. roles.Select(role => new Claim(Role, role)), .. further], scheme, Name, Role));
}

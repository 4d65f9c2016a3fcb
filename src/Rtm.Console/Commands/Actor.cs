using System.Security.Claims;
using Rtm.Console.Security;

namespace Rtm.Console.Commands;

/// <summary>Who acts.</summary>
/// <param name="Subject">The provider's subject.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Role">The strongest role the session has; empty for none.</param>
public sealed record Actor(string Subject, string Name, string Role)
{
    public static Actor Of(ClaimsPrincipal person)
    {
        ArgumentNullException.ThrowIfNull(person);
        var subject = person.FindFirstValue(SessionPrincipal.Subject) ?? "";
        var name = person.FindFirstValue(SessionPrincipal.Name);
        return new(subject, string.IsNullOrWhiteSpace(name) ? subject : name, Roles.All.LastOrDefault(person.IsInRole) ?? "");
    }
}

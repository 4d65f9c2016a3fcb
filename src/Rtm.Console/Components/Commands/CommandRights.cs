using System.Security.Claims;
using Rtm.Console.Commands;
using Rtm.Console.Security;

namespace Rtm.Console.Components.Commands;

/// <summary>Why a person may not press a button, in words. It is for the page alone: the gate asks again.</summary>
/// <param name="Operating">Why they may change nothing; null where they may.</param>
/// <param name="Removing">Why they may throw nothing away, neither removing nor recreating; null where they may.</param>
internal sealed record CommandRights(string? Operating, string? Removing)
{
    /// <summary>Nothing may be pressed before it is known.</summary>
    public static CommandRights Unknown { get; } = new("Your role is not known yet.", "Your role is not known yet.");

    public static async Task<CommandRights> OfAsync(ICommandDesk desk, ClaimsPrincipal person)
    {
        var role = Actor.Of(person).Role;
        return new(
            await desk.MayAsync(person, CommandAction.Stop) ? null : Needs(Roles.Operator, role),
            await desk.MayAsync(person, CommandAction.Remove) ? null : Needs(Roles.Admin, role));
    }

    private static string Needs(string role, string has) => $"Needs the role {role}; yours is {(has.Length == 0 ? "none" : has)}.";
}

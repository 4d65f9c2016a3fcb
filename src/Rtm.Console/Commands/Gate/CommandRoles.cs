using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Rtm.Console.Security;

namespace Rtm.Console.Commands;

/// <summary>Which policy each action needs, asked each time it is used: what a page shows is no permission.</summary>
internal sealed class CommandRoles(IServiceScopeFactory scopes)
{
    public static string PolicyOf(CommandAction action) => Destroys(action) ? Policies.Admin : Policies.Operator;

    /// <summary>Whether it throws a container away, for good.</summary>
    public static bool Destroys(CommandAction action) => action is CommandAction.Remove or CommandAction.Recreate;

    public async Task<bool> MayAsync(ClaimsPrincipal person, CommandAction action)
    {
        await using var scope = scopes.CreateAsyncScope();
        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(person, null, PolicyOf(action))).Succeeded;
    }

    public async Task<Refusal?> RefusalAsync(ClaimsPrincipal person, Actor actor, CommandAction action)
    {
        if (actor.Subject.Length > 0 && await MayAsync(person, action))
            return null;
        var has = actor.Role.Length == 0 ? "none" : $"'{actor.Role}'";
        return new($"{CommandWords.Gerund(action)} needs the role '{PolicyOf(action)}'; yours is {has}.", "Ask someone who has it.");
    }
}

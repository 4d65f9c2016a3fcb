using System.Security.Claims;
using Rtm.Console.Security;

namespace Rtm.Console.Commands;

/// <summary>What can't be undone is done only for a person whom the provider has asked a moment ago: not for whoever finds an open page.</summary>
internal sealed class FreshSignIn(IStepUp stepUp)
{
    public Refusal? RefusalFor(ClaimsPrincipal person, CommandAction action)
    {
        if (!CommandRoles.Destroys(action) || stepUp.IsFresh(person))
            return null;
        return new(
            $"{CommandWords.Gerund(action)} needs a sign-in of the last {CommandWords.Span(stepUp.FreshFor)}; yours is older or of unknown age. Nothing was done.",
            "Sign in once more in a new tab, then come back and confirm again: what you typed stays here.")
        { SignIn = stepUp.Address };
    }
}

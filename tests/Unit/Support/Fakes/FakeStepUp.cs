using System.Security.Claims;
using Rtm.Console.Security;

namespace Rtm.Tests.Support;

/// <summary>Everybody has just signed in, until a test says otherwise.</summary>
public sealed class FakeStepUp : IStepUp
{
    public bool IsFreshNow { get; set; } = true;

    public string Address => "/signin?fresh=true";

    public TimeSpan FreshFor => TimeSpan.FromMinutes(5);

    public bool IsFresh(ClaimsPrincipal person) => IsFreshNow;
}

using System.Security.Claims;

namespace Rtm.Console.Security;

/// <summary>For what can't be undone: whether the person proved a moment ago who they are, and where they do it again.</summary>
public interface IStepUp
{
    /// <summary>Whether the provider has asked this person itself within <c>Rtm:Sessions:FreshFor</c>. Programs by token never have been.</summary>
    bool IsFresh(ClaimsPrincipal person);

    /// <summary>Opened in a new tab it asks for a fresh sign-in and says when it is done; the page that sent the person there keeps its form and its session.</summary>
    string Address { get; }

    /// <summary>How old a sign-in may be.</summary>
    TimeSpan FreshFor { get; }
}

internal sealed class StepUp(SessionRegistry sessions, SessionLimits options, TimeProvider time) : IStepUp
{
    public string Address => $"{SignInEndpoints.SignInPath}?{SignInEndpoints.FreshParameter}=true&{ReturnUrl.Parameter}={Uri.EscapeDataString(SignInEndpoints.DonePath)}";

    public TimeSpan FreshFor => options.FreshFor;

    public bool IsFresh(ClaimsPrincipal person) =>
        sessions.Of(person) is { } session && sessions.IsLive(session) && session.Record.ProvedAt is { } at && time.GetUtcNow() - at <= options.FreshFor;
}

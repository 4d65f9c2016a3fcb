namespace Rtm.Console.Security;

/// <summary><c>Rtm:Sessions</c>.</summary>
public sealed record SessionLimits
{
    /// <summary>How long a session lives without an act of its person; a page that only stays open is none.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a session lives at most.</summary>
    public TimeSpan Absolute { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How often the provider is asked whether the person still has their account and which roles.</summary>
    public TimeSpan CheckInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How old a sign-in may be for what can't be undone.</summary>
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromMinutes(5);
}

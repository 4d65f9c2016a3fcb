namespace Rtm.Console.Relay;

/// <summary>Which containers belong to this console.</summary>
public sealed record ScopeOptions
{
    /// <summary>The label that makes a container one of ours; its value is the owner.</summary>
    public string OwnerLabel { get; init; } = "com.galaxy.owner";

    /// <summary>The owners this console looks after; empty for every owner.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];
}

/// <summary>How the picture of an engine is kept current.</summary>
public sealed record RelayOptions
{
    /// <summary>The pause between two readings of an engine.</summary>
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The age from which the picture is shown as stale.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(10);
}

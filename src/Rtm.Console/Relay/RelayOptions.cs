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
    /// <summary>The silence of an event stream after which the engine is asked whether it is still there.</summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The pause between two lists that correct what the events did not tell.</summary>
    public TimeSpan ReconcileInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The age from which the picture is shown as stale.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(10);
}

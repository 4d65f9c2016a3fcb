namespace Rtm.Console.Commands;

/// <summary>What commands may do here.</summary>
public sealed record CommandOptions
{
    public const string DefaultOwner = "rtmanager";

    /// <summary>The grace that a stop or restart offers.</summary>
    public TimeSpan DefaultGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest grace that is taken.</summary>
    public TimeSpan LongestGrace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the engine's event may take after its yes.</summary>
    public TimeSpan ProofDeadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a container that was just run may take to be running and healthy.</summary>
    public TimeSpan RunHealthyWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one without a health check must have run to be called well.</summary>
    public TimeSpan RunWellAfter { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many commands a person may ask for at once, and again a minute.</summary>
    public int PerMinute { get; init; } = 30;

    /// <summary>Registries and repositories (<c>registry.example:5000/game</c>) whose images may be pulled and run; empty for none.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Folders of the engine's host below which may be mounted; empty for none.</summary>
    public IReadOnlyList<string> BindPaths { get; init; } = [];

    /// <summary>Networks a container may join; empty for none.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>The owner that a new container gets, one of <c>Rtm:Scope:Owners</c> where that names any.</summary>
    public string Owner { get; init; } = DefaultOwner;
}

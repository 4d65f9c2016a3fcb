using System.Collections.Immutable;
using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>What the relay of one engine has to know after a restart of the console, to go on where it was.</summary>
public sealed record RelayMemory
{
    /// <summary>The engine's name.</summary>
    public required string Engine { get; init; }

    /// <summary>What the engine called itself; empty where it did not say.</summary>
    public string EngineId { get; init; } = "";

    /// <summary>The engine's run, while it remembered no message; empty otherwise.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Of the newest row of the timeline.</summary>
    public long LastSequence { get; init; }

    /// <summary>Where listening began, in nanoseconds by the engine's clock: nothing before it counts.</summary>
    public long StartNano { get; init; }

    /// <summary>Until when the timeline is known to be complete, by the engine's clock.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The last messages that were seen, oldest first: as many as the engine can repeat. All that are rows of the timeline are recorded.</summary>
    public ImmutableList<EngineMessageKey> Seen { get; init; } = [];

    /// <summary>The containers of the scope as they were last known, without what no difference is made of.</summary>
    public ImmutableList<BoardContainer> Containers { get; init; } = [];
}

/// <summary>Keeps what relays remember.</summary>
public interface IRelayMemoryKeeper
{
    /// <summary>What was kept of an engine; null where there is nothing.</summary>
    /// <exception cref="ArchiveUnavailableException">The store could not be read.</exception>
    Task<RelayMemory?> RecallAsync(string engine, CancellationToken ct);

    /// <summary>From now on keeps what <paramref name="current"/> gives, never before the rows of the timeline that it knows of. Null: nothing yet.</summary>
    void Follow(string engine, Func<RelayMemory?> current);
}

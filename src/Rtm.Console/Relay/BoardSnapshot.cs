using System.Collections.Immutable;
using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>All that is known of one engine at one moment. Immutable.</summary>
public sealed record BoardSnapshot
{
    public required string Engine { get; init; }

    /// <summary>Counts the changes of this board; a subscriber sees each number once.</summary>
    public long Version { get; init; }

    public required ConnectionState Connection { get; init; }

    /// <summary>When this was last known to be right; null where the containers were never read.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Until when lists and events came together, so that the timeline has all there was; null where events were never followed.</summary>
    public DateTimeOffset? FollowedUntil { get; init; }

    /// <summary>The number of the list that was shown last; 0 where there was none. See <see cref="EngineBoard.ListsAsked"/>.</summary>
    public long List { get; init; }

    /// <summary>What the engine says about itself; null where it has not been asked yet.</summary>
    public EngineInfo? Info { get; init; }

    /// <summary>The containers of the scope by full id.</summary>
    public ImmutableDictionary<string, BoardContainer> Containers { get; init; } = ImmutableDictionary<string, BoardContainer>.Empty;

    /// <summary>The engine's clock at the console's <paramref name="now"/>: what its time stamps have to be compared with.</summary>
    public DateTimeOffset EngineTime(DateTimeOffset now) => now + (Info?.ClockSkew ?? TimeSpan.Zero);
}

/// <summary>How the console stands with an engine.</summary>
public enum ConnectionPhase
{
    /// <summary>It has never answered since the console started.</summary>
    Connecting,

    Live,

    /// <summary>It answers with its list, but its events can't be followed: what happened since the list is not known.</summary>
    Unfollowed,

    /// <summary>It doesn't answer; what is shown is recent.</summary>
    Reconnecting,

    /// <summary>It doesn't answer, and what is shown is older than <see cref="RelayOptions.StaleAfter"/>.</summary>
    Stale,
}

/// <summary>How the console stands with an engine, since when, and why.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Since">When it became live, or when it was lost.</param>
/// <param name="Reason">Why it doesn't answer or its events can't be followed, in an operator's words; null while it does or nothing is known.</param>
/// <param name="NextTry">When it is asked again; null while a try is under way or it is live.</param>
public sealed record ConnectionState(ConnectionPhase Phase, DateTimeOffset Since, string? Reason = null, DateTimeOffset? NextTry = null)
{
    /// <summary>Whether what is asked of the engine has a chance: it answered the last question.</summary>
    public bool Answers => Phase is ConnectionPhase.Live or ConnectionPhase.Unfollowed;
}

/// <summary>One step of a board, as a subscriber gets it.</summary>
/// <param name="Snapshot">The board after the step.</param>
/// <param name="Changed">Containers that are new or different, by full id.</param>
/// <param name="Removed">Containers that are gone, by full id.</param>
/// <param name="Lagged">Steps were left out because the subscriber was slow: only the snapshot counts.</param>
public sealed record BoardChange(
    BoardSnapshot Snapshot, IReadOnlyCollection<string> Changed, IReadOnlyCollection<string> Removed, bool Lagged = false);

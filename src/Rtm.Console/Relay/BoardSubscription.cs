namespace Rtm.Console.Relay;

/// <summary>Follows a board.</summary>
public sealed class BoardSubscription : RelaySubscription<BoardSnapshot, BoardChange>
{
    internal BoardSubscription(BoardSnapshot snapshot, Action<RelaySubscription<BoardSnapshot, BoardChange>> leave)
        : base(snapshot, change => change with { Changed = [], Removed = [], Lagged = true }, leave)
    {
    }
}

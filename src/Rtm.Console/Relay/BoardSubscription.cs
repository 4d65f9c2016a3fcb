using System.Threading.Channels;

namespace Rtm.Console.Relay;

/// <summary>A snapshot and every change after it, in order. A reader that lags gets the newest snapshot instead of what it missed.</summary>
public sealed class BoardSubscription : IDisposable
{
    internal const int Capacity = 32;

    private readonly EngineBoard _board;
    private readonly Channel<BoardChange> _changes = Channel.CreateBounded<BoardChange>(new BoundedChannelOptions(Capacity)
    {
        // A change is written under the board's lock: a reader's code must not run there.
        AllowSynchronousContinuations = false,
    });

    internal BoardSubscription(EngineBoard board, BoardSnapshot snapshot)
    {
        _board = board;
        Snapshot = snapshot;
    }

    /// <summary>The board when the subscription began.</summary>
    public BoardSnapshot Snapshot { get; }

    public IAsyncEnumerable<BoardChange> ReadAllAsync(CancellationToken ct) => _changes.Reader.ReadAllAsync(ct);

    public void Dispose()
    {
        _board.Unsubscribe(this);
        _changes.Writer.TryComplete();
    }

    /// <summary>Called by the board under its lock; never waits.</summary>
    internal void Offer(BoardChange change)
    {
        if (_changes.Writer.TryWrite(change))
            return;
        while (_changes.Reader.TryRead(out _))
        {
            // What the reader was too slow for is covered by the snapshot below.
        }

        _changes.Writer.TryWrite(change with { Changed = [], Removed = [], Lagged = true });
    }
}

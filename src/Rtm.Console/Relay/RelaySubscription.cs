using System.Threading.Channels;

namespace Rtm.Console.Relay;

/// <summary>A snapshot and every change after it, in order. A reader that lags gets the newest snapshot instead of what it missed.</summary>
public abstract class RelaySubscription<TSnapshot, TChange> : IDisposable
{
    internal const int Capacity = 32;

    private readonly Action<RelaySubscription<TSnapshot, TChange>> _leave;
    private readonly Func<TChange, TChange> _lagged;
    private readonly Channel<TChange> _changes = Channel.CreateBounded<TChange>(new BoundedChannelOptions(Capacity)
    {
        // A change is written under its source's lock: a reader's code must not run there.
        AllowSynchronousContinuations = false,
    });

    private protected RelaySubscription(TSnapshot snapshot, Func<TChange, TChange> lagged, Action<RelaySubscription<TSnapshot, TChange>> leave) =>
        (Snapshot, _lagged, _leave) = (snapshot, lagged, leave);

    /// <summary>What there was when the subscription began.</summary>
    public TSnapshot Snapshot { get; }

    public IAsyncEnumerable<TChange> ReadAllAsync(CancellationToken ct) => _changes.Reader.ReadAllAsync(ct);

    public void Dispose()
    {
        _leave(this);
        _changes.Writer.TryComplete();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called by the source under its lock; never waits.</summary>
    /// <returns>False where the reader lags and gets a snapshot instead.</returns>
    internal bool Offer(TChange change)
    {
        if (_changes.Writer.TryWrite(change))
            return true;
        while (_changes.Reader.TryRead(out _))
        {
            // What the reader was too slow for is covered by the snapshot below.
        }

        _changes.Writer.TryWrite(_lagged(change));
        return false;
    }
}

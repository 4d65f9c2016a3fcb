namespace Rtm.Docker;

/// <summary>A bounded wait: its token fires when the caller cancels, the engine is disposed or the time is over, and it knows which.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _any;
    private readonly CancellationToken _engine;

    public Deadline(TimeSpan limit, TimeProvider clock, CancellationToken engine, CancellationToken caller)
    {
        Limit = limit;
        Caller = caller;
        _engine = engine;
        _timer = new CancellationTokenSource(limit, clock);
        _any = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, engine, caller);
    }

    public TimeSpan Limit { get; private set; }

    public CancellationToken Caller { get; }

    public CancellationToken Token => _any.Token;

    public bool Passed => _timer.IsCancellationRequested;

    public bool EngineDisposed => _engine.IsCancellationRequested;

    /// <summary>Whether something was heard before the wait that is on now.</summary>
    public bool Extended { get; private set; }

    /// <summary>Starts the wait again: something was heard.</summary>
    public void Extend(TimeSpan limit)
    {
        Extended = true;
        Limit = limit;
        _timer.CancelAfter(limit);
    }

    /// <summary>Ends the wait for good, or until it is extended: what was waited for has come.</summary>
    public void Lift() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _any.Dispose();
        _timer.Dispose();
    }
}

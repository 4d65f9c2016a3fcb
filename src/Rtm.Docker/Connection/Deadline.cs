namespace Rtm.Docker;

/// <summary>A bounded wait: its token fires when the caller cancels or the time is over, and it knows which.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan limit, TimeProvider clock, CancellationToken caller)
    {
        Limit = limit;
        _timer = new CancellationTokenSource(limit, clock);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    public TimeSpan Limit { get; }

    public CancellationToken Token => _either.Token;

    public bool Passed => _timer.IsCancellationRequested;

    /// <summary>Starts the wait again: something was heard.</summary>
    public void Extend() => _timer.CancelAfter(Limit);

    /// <summary>Ends the wait for good: what was waited for has come.</summary>
    public void Lift() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}

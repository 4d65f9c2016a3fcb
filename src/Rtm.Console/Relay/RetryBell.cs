namespace Rtm.Console.Relay;

/// <summary>Wakes a pump that waits for its next try.</summary>
internal sealed class RetryBell
{
    /// <summary>The shortest wait: however often somebody rings, the engine is not asked more often.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private TaskCompletionSource _rung = New();

    public void Ring()
    {
        lock (_lock)
            _rung.TrySetResult();
    }

    /// <summary>Waits for a ring or until <paramref name="wait"/> is over. A ring from before the wait doesn't count.</summary>
    public async Task WaitAsync(TimeSpan wait, TimeProvider clock, CancellationToken ct)
    {
        Task rung;
        lock (_lock)
        {
            _rung = New();
            rung = _rung.Task;
        }

        if (wait <= Shortest)
        {
            await Task.Delay(wait, clock, ct);
            return;
        }

        await Task.Delay(Shortest, clock, ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(rung, Task.Delay(wait - Shortest, clock, stop.Token));
        await stop.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

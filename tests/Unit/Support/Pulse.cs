namespace Rtm.Tests.Support;

/// <summary>Wakes whoever waits for a state that this process changes itself: no polling, and a deadline that names what was waited for.</summary>
public sealed class Pulse
{
    private TaskCompletionSource next = NewSource();

    /// <summary>Call after every change of the state.</summary>
    public void Notify() => Interlocked.Exchange(ref next, NewSource()).TrySetResult();

    public async Task UntilAsync(string what, Func<bool> condition, Func<string> lastState, CancellationToken ct, TimeSpan? deadline = null)
    {
        var limit = deadline ?? Eventually.DefaultDeadline;
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // Taken before the look, so that a change right after it is not missed.
            var change = Volatile.Read(ref next).Task;
            if (condition())
                return;
            var left = limit - TimeProvider.System.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                throw Eventually.Expired(what, limit, lastState());
            try
            {
                await change.WaitAsync(left, ct);
            }
            catch (TimeoutException)
            {
                if (!condition())
                    throw Eventually.Expired(what, limit, lastState());
                return;
            }
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

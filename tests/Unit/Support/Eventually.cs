namespace Rtm.Tests.Support;

/// <summary>
/// Waits for what another thread, process or browser does. Only the value is looked at again: an exception from the look fails the test
/// at once, so a test still fails for one reason.
/// </summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);

    /// <summary>Generous, because it is only used up by a test that fails.</summary>
    public static TimeSpan DefaultDeadline { get; } = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(string what, Func<bool> condition, CancellationToken ct, TimeSpan? deadline = null) =>
        ValueAsync(what, () => Task.FromResult(condition()), value => value, ct, deadline);

    public static Task<T> ValueAsync<T>(string what, Func<T> read, Func<T, bool> done, CancellationToken ct, TimeSpan? deadline = null) =>
        ValueAsync(what, () => Task.FromResult(read()), done, ct, deadline);

    /// <summary>The first value that is <paramref name="done"/>; past the deadline the exception has the last one.</summary>
    public static async Task<T> ValueAsync<T>(string what, Func<Task<T>> read, Func<T, bool> done, CancellationToken ct, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        var start = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            var value = await read();
            if (done(value))
                return value;
            if (TimeProvider.System.GetElapsedTime(start) >= limit)
                throw Expired(what, limit, value?.ToString() ?? "null");
            await timer.WaitForNextTickAsync(ct);
        }
    }

    internal static TimeoutException Expired(string what, TimeSpan limit, string lastState) =>
        new($"Waited {limit.TotalSeconds:0.###} s for {what}. Last state: {lastState}");
}

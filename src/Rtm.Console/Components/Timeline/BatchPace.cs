namespace Rtm.Console.Components.Timeline;

/// <summary>
/// How long changes are gathered before they are drawn. The first is drawn at once; after it the window widens with the square of the rate: 20 a second
/// are drawn singly, 50 every 100 ms, a storm every half second.
/// </summary>
internal sealed class BatchPace
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(16);

    public static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private const double MillisecondsAtOneASecond = 1.0 / 25;

    private double _rate;
    private DateTimeOffset _at;

    /// <param name="changes">How many were drawn now.</param>
    /// <param name="now">The console's clock.</param>
    /// <returns>How long to wait before the next draw.</returns>
    public TimeSpan Next(int changes, DateTimeOffset now)
    {
        // Forgets by 1/e a second, so that a burst of three is no storm.
        _rate = _rate * Math.Exp(-Math.Max(0, (now - _at).TotalSeconds)) + changes;
        _at = now;
        var window = _rate * _rate * MillisecondsAtOneASecond;
        return TimeSpan.FromMilliseconds(Math.Clamp(window, Shortest.TotalMilliseconds, Longest.TotalMilliseconds));
    }
}

using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// While nobody answers a try costs nothing, and when somebody does, screens are live within a second. One that times out has waited long
    /// enough by itself.
    /// </summary>
    private static readonly TimeSpan LongestUnanswered = TimeSpan.FromMilliseconds(750);

    public static TimeSpan After(int failures, Exception failure) => After(failures, failure, Random.Shared.NextDouble());

    /// <summary>Doubling, with jitter so that consoles don't march in step.</summary>
    internal static TimeSpan After(int failures, Exception failure, double jitter)
    {
        var longest = failure is EngineUnreachableException or EngineTimeoutException ? LongestUnanswered : Longest;
        var grown = First * Math.Pow(2, Math.Min(failures - 1, 10));
        return (grown < longest ? grown : longest) * (0.8 + 0.2 * jitter);
    }
}

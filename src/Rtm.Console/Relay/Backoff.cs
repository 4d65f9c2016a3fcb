using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>A try costs nothing while nobody answers at the socket, and when somebody does, screens are live within a second.</summary>
    private static readonly TimeSpan LongestUnreachable = TimeSpan.FromMilliseconds(750);

    public static TimeSpan After(int failures, Exception failure) => After(failures, failure, Random.Shared.NextDouble());

    /// <summary>Doubling, with jitter so that consoles don't march in step.</summary>
    internal static TimeSpan After(int failures, Exception failure, double jitter)
    {
        var longest = failure is EngineUnreachableException ? LongestUnreachable : Longest;
        var grown = First * Math.Pow(2, Math.Min(failures - 1, 10));
        return (grown < longest ? grown : longest) * (0.8 + 0.2 * jitter);
    }
}

using System.Net.NetworkInformation;

namespace Rtm.Tests.Support;

/// <summary>
/// A loopback port for a server that must know its own before it starts. It lies below those that the kernel gives to connections (32768
/// and up by default), which could take it before the server does, and no other caller in this process gets it.
/// </summary>
public static class FreePort
{
    private const int Lowest = 10_100;
    private const int Highest = 32_700;

    // Two processes at once begin at different places.
    private static int _last = Random.Shared.Next(Lowest, Highest);

    public static int Find()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(e => e.Port).ToHashSet();
        while (true)
        {
            var port = Lowest + (Interlocked.Increment(ref _last) - Lowest) % (Highest - Lowest);
            if (!taken.Contains(port))
                return port;
        }
    }

    public static Uri Address() => new($"http://localhost:{Find()}");
}

using System.Net;
using System.Net.Sockets;

namespace Rtm.E2E.Tests.Support;

/// <summary>A loopback port that nobody listens on, for servers that must know theirs before they start.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

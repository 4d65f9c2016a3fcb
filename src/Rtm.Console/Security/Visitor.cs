using System.Net;
using System.Net.Sockets;

namespace Rtm.Console.Security;

/// <summary>From where somebody comes, as far as the proxies that are believed can tell.</summary>
internal static class Visitor
{
    // A household has this much of IPv6 at least, and may take any address of it for each request.
    private const int Household = 64;

    /// <summary>For people to read; an IPv4 visitor has the same address whichever way the console listens.</summary>
    public static string AddressOf(HttpContext context) => Plain(context.Connection.RemoteIpAddress)?.ToString() ?? "";

    /// <summary>Who counts as one for limits: an IPv4 address, or the network of an IPv6 one.</summary>
    public static string NeighbourhoodOf(HttpContext context) => Plain(context.Connection.RemoteIpAddress) switch
    {
        null => "",
        { AddressFamily: AddressFamily.InterNetworkV6 } address => NetworkOf(address),
        var address => address.ToString(),
    };

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static string NetworkOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(Household / 8).Clear();
        return new IPAddress(bytes).ToString();
    }
}

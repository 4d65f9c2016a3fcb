using System.Net;
using System.Security.Cryptography.X509Certificates;
using Rtm.Console.Security;

namespace Rtm.Console.Configuration;

/// <summary>Who may knock, how often and how loud; what keeps sessions over a restart.</summary>
/// <param name="Proxies">The reverse proxies whose word on a visitor's address and scheme is taken; empty: nobody's.</param>
/// <param name="Limits">What one visitor may take.</param>
/// <param name="DataProtection">The keys that protect cookies and sessions.</param>
/// <param name="Sessions">How long who came in may stay.</param>
public sealed record DoorOptions(IReadOnlyList<IPNetwork> Proxies, LimitOptions Limits, KeyRingOptions DataProtection, SessionLimits Sessions);

/// <summary><c>Rtm:Limits</c>.</summary>
public sealed record LimitOptions
{
    /// <summary>The longest body of a request, in kilobytes.</summary>
    public long BodyKilobytes { get; init; } = 256;

    /// <summary>The longest message of a browser or program over a WebSocket, in kilobytes.</summary>
    public long MessageKilobytes { get; init; } = 64;

    /// <summary>Pages one person may have open at once.</summary>
    public long PagesPerUser { get; init; } = 25;

    /// <summary>Logs one person may have open at once: views, and downloads while they last.</summary>
    public long LogViewsPerUser { get; init; } = 20;

    /// <summary>Logs all persons together may have open at once; a full view holds some 10 MB.</summary>
    public long LogViews { get; init; } = 200;

    /// <summary>Requests to the sign-in paths from one address.</summary>
    public long SignInsPerMinute { get; init; } = 300;

    /// <summary>Requests to open connections (<c>/_blazor</c>, hubs, API) from one address.</summary>
    public long ConnectionsPerMinute { get; init; } = 1200;
}

/// <summary><c>Rtm:DataProtection</c>.</summary>
/// <param name="Directory">Where the keys are kept; blank: where ASP.NET keeps them by default.</param>
/// <param name="Certificate">Encrypts the keys; null: the folder's permissions alone protect them.</param>
public sealed record KeyRingOptions(string Directory, X509Certificate2? Certificate);

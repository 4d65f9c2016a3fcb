using System.Threading.RateLimiting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>What every request passes before anybody asks who sent it: whose word on its origin counts, how long and how often it may be.</summary>
internal static class Door
{
    private const long Kilobyte = 1024;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddDoor(this IServiceCollection services, DoorOptions options, SignInOptions signIn)
    {
        services.AddSingleton(options);
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Limits.BodyKilobytes * Kilobyte;
        });
        services.Configure<HubOptions>(hub => hub.MaximumReceiveMessageSize = options.Limits.MessageKilobytes * Kilobyte);
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in options.Proxies)
                forwarded.KnownIPNetworks.Add(proxy);
        });
        services.AddRateLimiter(limiter => Limit(limiter, options.Limits, signIn));
        AddKeyRing(services, options.DataProtection);
        return services;
    }

    public static void UseDoor(this WebApplication app)
    {
        // An empty list would mean everybody to the middleware.
        if (app.Services.GetRequiredService<DoorOptions>().Proxies.Count > 0)
            app.UseForwardedHeaders();
    }

    private static void Limit(RateLimiterOptions limiter, LimitOptions limits, SignInOptions signIn)
    {
        PathString[] signInPaths = [SignInEndpoints.SignInPath, SignInEndpoints.SignOutPath, signIn.CallbackPath, signIn.SignedOutCallbackPath];
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "60";
            return ValueTask.CompletedTask;
        };
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (char Door, string Address)>(context =>
        {
            var address = Visitor.NeighbourhoodOf(context);
            // Signed tokens are dear to look at, and anybody may send what looks like one.
            if (RemoteSignOut.Contains(context.Request.Path))
                return Window(('o', address), limits.ConnectionsPerMinute);
            if (MachinePaths.Contains(context.Request.Path))
                return Window(('c', address), limits.ConnectionsPerMinute);

            return signInPaths.Any(path => context.Request.Path.StartsWithSegments(path))
                ? Window(('s', address), limits.SignInsPerMinute)
                : RateLimitPartition.GetNoLimiter(('-', ""));
        });
    }

    private static RateLimitPartition<(char, string)> Window((char, string) key, long perMinute) =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new() { PermitLimit = (int)perMinute, Window = Minute, SegmentsPerWindow = 6 });

    private static void AddKeyRing(IServiceCollection services, KeyRingOptions keys)
    {
        // Where the program lies must not decide whether its cookies are understood.
        var ring = services.AddDataProtection().SetApplicationName("Rtm.Console");
        if (keys.Directory.Length == 0)
            return;

        var folder = OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(keys.Directory)
            : Directory.CreateDirectory(keys.Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        ring.PersistKeysToFileSystem(folder);
        if (keys.Certificate is { } certificate)
            ring.ProtectKeysWithCertificate(certificate);
    }
}

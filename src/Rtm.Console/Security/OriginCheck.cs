using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Rtm.Console.Components.Common;
using Rtm.Console.Telemetry;

namespace Rtm.Console.Security;

/// <summary>
/// A browser sends cookies with a WebSocket from any site, and no same-origin policy stops it: only a socket opened by our
/// own pages is let through.
/// </summary>
internal static class OriginCheck
{
    public static void UseOriginCheck(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OriginCheck));
        app.Use((context, next) =>
        {
            if (!MachinePaths.Contains(context.Request.Path) || IsAllowed(context))
                return next(context);

            Log.ForeignOrigin(logger, context.Request.Path.ToUriComponent(), SafeText.Of(context.Request.Headers.Origin.ToString(), 100));
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        });
    }

    private static bool IsAllowed(HttpContext context)
    {
        var origins = context.Request.Headers.Origin;
        if (origins.Count == 0)
            return !IsWebSocket(context);

        var own = $"{context.Request.Scheme}://{context.Request.Host.Value}";
        return origins.Count == 1 && string.Equals(origins[0], own, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsWebSocket(HttpContext context) =>
        context.Request.Headers[HeaderNames.Upgrade].Any(value => value?.Contains("websocket", StringComparison.OrdinalIgnoreCase) == true)
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}

using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Rtm.Console.Components.Common;
using Rtm.Console.Telemetry;

namespace Rtm.Console.Security;

/// <summary>
/// A browser sends cookies with a WebSocket and with a form from any site, and no same-origin policy stops it: only what our own
/// pages open or send is let through, WebSockets only where they belong, and nothing else in their place.
/// </summary>
internal static class OriginRules
{
    public static void UseOriginRules(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OriginRules));
        app.Use((context, next) =>
        {
            var request = context.Request;
            var isMachine = MachinePaths.Contains(request.Path);
            var isSocket = IsWebSocket(context);
            if ((isMachine || isSocket || IsChange(request)) && !IsOwn(request, isSocket))
            {
                Log.ForeignOrigin(logger, request.Path.ToUriComponent(), SafeText.Of(request.Headers.Origin.ToString(), 100));
                return Refuse(context, StatusCodes.Status403Forbidden);
            }

            if (isSocket && !isMachine)
                return Refuse(context, StatusCodes.Status400BadRequest);

            // The other transports would answer at the hub's own address, by several requests without one's end.
            return !isSocket && request.Query.ContainsKey("id") && isMachine && IsHub(request.Path)
                ? Refuse(context, StatusCodes.Status400BadRequest)
                : next(context);
        });
    }

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static bool IsHub(PathString path) => path == "/_blazor" || path.StartsWithSegments("/hubs");

    private static bool IsChange(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    private static bool IsOwn(HttpRequest request, bool isSocket)
    {
        var origins = request.Headers.Origin;
        // A program with a token of its own: no browser sends one across sites.
        if (origins.Count == 0)
            return !isSocket || Bearer.Carries(request);

        var own = $"{request.Scheme}://{request.Host.Value}";
        return origins.Count == 1 && string.Equals(origins[0], own, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsWebSocket(HttpContext context) =>
        context.Request.Headers[HeaderNames.Upgrade].Any(value => value?.Contains("websocket", StringComparison.OrdinalIgnoreCase) == true)
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}

using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Rtm.Console.Components.Common;
using Rtm.Console.Telemetry;

namespace Rtm.Console.Security;

/// <summary>
/// The provider ends sessions here: over the back channel with a signed token, or by a frame in the person's browser, which knows nothing but the
/// provider's own name of the session. Every open page of them is cut at once.
/// </summary>
internal static class RemoteSignOut
{
    public const string BackChannelPath = "/signout-backchannel";
    public const string FrontChannelPath = "/signout-frontchannel";

    public static bool Contains(PathString path) => path.StartsWithSegments(BackChannelPath) || path.StartsWithSegments(FrontChannelPath);

    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static void MapRemoteSignOut(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost(BackChannelPath, (Delegate)BackChannelAsync).AllowAnonymous().DisableAntiforgery();
        endpoints.MapGet(FrontChannelPath, (Delegate)FrontChannelAsync).AllowAnonymous();
    }

    private static async Task<IResult> BackChannelAsync(HttpContext context, IdTokenHandler tokens, SessionRegistry sessions, TimeProvider time, ILogger<Session> logger)
    {
        context.Response.Headers.CacheControl = "no-store";
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var result = form["logout_token"] is [{ Length: > 0 } token] ? await tokens.ValidateLogoutAsync(token, context.RequestAborted) : null;
        if (result is not { IsValid: true, SecurityToken: JsonWebToken read } || FaultOf(read, time.GetUtcNow()) is not null)
        {
            Log.RemoteSignOutRefused(logger, context.TraceId(), SafeText.Of(Secrets.Removed(result?.Exception?.Message ?? "not a logout token", context.Request), 300));
            return Results.Json(new { error = "invalid_request" }, statusCode: StatusCodes.Status400BadRequest);
        }

        var sid = read.TryGetPayloadValue<string>("sid", out var named) ? named : null;
        End(sessions, session => sid is null ? session.Subject == read.Subject : session.Record.ProviderSession == sid && (read.Subject is not { Length: > 0 } subject || session.Subject == subject));
        return Results.Ok();
    }

    private static async Task<IResult> FrontChannelAsync(HttpContext context, string? iss, string? sid, ProviderMetadata provider, SessionRegistry sessions)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (string.IsNullOrEmpty(sid) || iss != (await provider.GetConfigurationAsync(context.RequestAborted)).Issuer)
            return Results.BadRequest();

        End(sessions, session => session.Record.ProviderSession == sid);
        return Results.Text("Signed out.");
    }

    private static void End(SessionRegistry sessions, Func<Session, bool> which)
    {
        foreach (var session in sessions.Live.Where(which))
            sessions.EndOne(session, SessionEnd.SignedOut);
    }

    /// <summary>OpenID Connect Back-Channel Logout 1.0, 2.6: an id token must not pass for a logout token.</summary>
    private static string? FaultOf(JsonWebToken token, DateTimeOffset now)
    {
        using var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(token.EncodedPayload));
        if (!claims.RootElement.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Object || !events.TryGetProperty(Event, out _))
            return "no logout event";
        if (claims.RootElement.TryGetProperty("nonce", out _))
            return "a nonce";
        if (!claims.RootElement.TryGetProperty("sid", out _) && string.IsNullOrEmpty(token.Subject))
            return "neither sid nor sub";

        return now - token.IssuedAt > Longest ? "too old" : null;
    }
}

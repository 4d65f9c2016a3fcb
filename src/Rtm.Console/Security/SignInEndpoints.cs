using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Rtm.Console.Components.SignIn;
using Rtm.Console.Configuration;
using Rtm.Console.Telemetry;

namespace Rtm.Console.Security;

/// <summary>The way in, the way out, and the pages for those who are neither.</summary>
internal static class SignInEndpoints
{
    public const string SignInPath = "/signin";
    public const string SignOutPath = "/signout";
    public const string SignedOutPath = "/signed-out";
    public const string AccessDeniedPath = "/access-denied";

    /// <summary>Where a sign-in in a tab of its own ends.</summary>
    public const string DonePath = "/signin-done";

    /// <summary>Asks for a fresh sign-in; in the request's state it holds the second when it was asked for.</summary>
    public const string FreshParameter = "fresh";

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        var anonymous = endpoints.MapGroup("").AllowAnonymous();
        anonymous.MapGet(SignInPath, SignInAsync);
        anonymous.MapPost(SignOutPath, SignOutAsync);
        anonymous.MapGet(SignedOutPath, (HttpContext context, string? provider) => StaticPages.WriteAsync<SignedOut>(
            context, StatusCodes.Status200OK, new() { [nameof(SignedOut.ProviderMissed)] = provider == "missed" }));
        anonymous.MapGet(AccessDeniedPath, AccessDeniedAsync);
        anonymous.MapGet(DonePath, (HttpContext context) => StaticPages.WriteAsync<SignInDone>(context, StatusCodes.Status200OK));
        endpoints.MapRemoteSignOut();
    }

    private static async Task SignInAsync(
        HttpContext context, string? returnUrl, bool? fresh, ProviderMetadata provider, TimeProvider time, ILogger<SignInEvents> logger)
    {
        var target = ReturnUrl.LocalOrHome(returnUrl);
        var isSignedIn = context.User.Identity?.IsAuthenticated == true;
        if (isSignedIn && fresh != true)
        {
            context.Response.Redirect(target);
            return;
        }

        try
        {
            var properties = new OpenIdConnectChallengeProperties { RedirectUri = target };
            if (isSignedIn)
            {
                properties.Items[FreshParameter] = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                (properties.Prompt, properties.MaxAge) = (OpenIdConnectPrompt.Login, TimeSpan.Zero);
            }
            // The provider's own session would let the next person at an unattended browser straight in.
            else if (SessionCookie.EndOf(context) is SessionEnd.Idle or SessionEnd.EndedByAdmin)
            {
                properties.Prompt = OpenIdConnectPrompt.Login;
            }

            await provider.ProbeAsync(context.RequestAborted);
            await context.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme, properties);
        }
        catch (Exception e) when (IsProviderFailure(e, context))
        {
            Log.ProviderUnreachable(logger, context.TraceId(), e);
            await WriteProviderDownAsync(context, target);
        }
    }

    public static Task WriteProviderDownAsync(HttpContext context, string returnUrl)
    {
        context.Response.Headers.RetryAfter = "5";
        return StaticPages.WriteAsync<ProviderDown>(context, StatusCodes.Status503ServiceUnavailable, new()
        {
            [nameof(ProviderDown.RetryUrl)] = $"{SignInPath}{QueryString.Create(ReturnUrl.Parameter, returnUrl)}",
            [nameof(ProviderDown.TraceId)] = context.TraceId(),
        });
    }

    /// <summary>Whether the provider did not answer at all; what it answers is never this.</summary>
    public static bool IsUnreachable(Exception failure) =>
        failure.GetBaseException() is HttpRequestException or SocketException or TimeoutException;

    private static async Task SignOutAsync(
        HttpContext context, IAntiforgery antiforgery, SessionRegistry sessions, ProviderMetadata provider, ILogger<SignInEvents> logger)
    {
        if (context.User.Identity?.IsAuthenticated != true)
        {
            context.Response.Redirect(SignedOutPath);
            return;
        }

        if (!await antiforgery.IsRequestValidAsync(context))
        {
            await StaticPages.WriteAsync<SignOutAgain>(context, StatusCodes.Status400BadRequest);
            return;
        }

        // Here first: whatever becomes of the provider, this session is over, with all its open pages.
        var properties = new AuthenticationProperties();
        if (sessions.Of(context.User) is { } session)
        {
            properties.SetParameter(OpenIdConnectParameterNames.IdTokenHint, session.Record.IdToken);
            sessions.EndOne(session, SessionEnd.SignedOut);
        }

        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        try
        {
            await provider.ProbeAsync(context.RequestAborted);
            await context.SignOutAsync(OpenIdConnectDefaults.AuthenticationScheme, properties);
        }
        catch (Exception e) when (IsProviderFailure(e, context))
        {
            Log.ProviderMissedSignOut(logger, context.TraceId(), e);
            context.Response.Redirect($"{SignedOutPath}?provider=missed");
        }
    }

    private static async Task AccessDeniedAsync(HttpContext context, SignInOptions options)
    {
        if (context.User.Identity?.IsAuthenticated != true)
        {
            context.Response.Redirect("/");
            return;
        }

        await StaticPages.WriteAsync<AccessDenied>(context, StatusCodes.Status403Forbidden, new()
        {
            [nameof(AccessDenied.PersonName)] = context.User.Identity.Name,
            [nameof(AccessDenied.HasRole)] = Roles.All.Any(context.User.IsInRole),
            [nameof(AccessDenied.Contact)] = options.Contact,
        });
    }

    // The handler reports an unreadable metadata document as InvalidOperationException, a refused push as a protocol error.
    private static bool IsProviderFailure(Exception e, HttpContext context) =>
        e is InvalidOperationException or HttpRequestException or IOException or TimeoutException or OpenIdConnectProtocolException
        || (e is OperationCanceledException && !context.RequestAborted.IsCancellationRequested);
}

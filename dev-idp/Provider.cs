using System.Collections.Immutable;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Rtm.DevIdp;

/// <summary>OpenIddict without a store: the one client and its addresses are compared here.</summary>
internal static class Provider
{
    private const string AuthorizePath = "/connect/authorize";
    private const string EndSessionPath = "/connect/logout";
    private const string RolesClaim = "roles";

    public static void AddProvider(this IServiceCollection services, DevIdpOptions options, Uri url) =>
        services.AddOpenIddict().AddServer(server =>
        {
            server.SetIssuer(url)
                .SetAuthorizationEndpointUris(AuthorizePath)
                .SetTokenEndpointUris("/connect/token")
                .SetUserInfoEndpointUris("/connect/userinfo")
                .SetEndSessionEndpointUris(EndSessionPath);
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.Configure(configured => configured.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
            // As long as a session of the console may be: it gives no refresh tokens.
            server.SetAccessTokenLifetime(TimeSpan.FromHours(12));
            server.RegisterScopes(Scopes.OpenId, Scopes.Profile);
            server.RegisterClaims(Claims.Name, RolesClaim);
            server.AddEphemeralSigningKey().AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.EnableDegradedMode();
            server.UseAspNetCore()
                .EnableAuthorizationEndpointPassthrough()
                .EnableEndSessionEndpointPassthrough()
                .DisableTransportSecurityRequirement();
            CheckTheClient(server, options);
            server.AddEventHandler<HandleUserInfoRequestContext>(handler => handler.UseInlineHandler(AddClaims));
        });

    public static void MapProvider(this WebApplication app)
    {
        app.MapMethods(AuthorizePath, [HttpMethods.Get, HttpMethods.Post], (Delegate)AuthorizeAsync);
        app.MapMethods(EndSessionPath, [HttpMethods.Get, HttpMethods.Post], (Delegate)EndSessionAsync);
    }

    private static void CheckTheClient(OpenIddictServerBuilder server, DevIdpOptions options)
    {
        server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != options.ClientId)
                context.Reject(Errors.InvalidClient, "This client is not known here.");
            else if (!options.RedirectUris.Contains(context.RedirectUri, StringComparer.Ordinal))
                context.Reject(Errors.InvalidRequest, "This redirect_uri is not registered.");

            return ValueTask.CompletedTask;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != options.ClientId)
                context.Reject(Errors.InvalidClient, "This client is not known here.");

            return ValueTask.CompletedTask;
        }));
        server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.PostLogoutRedirectUri is { Length: > 0 } uri && !options.PostLogoutRedirectUris.Contains(uri, StringComparer.Ordinal))
                context.Reject(Errors.InvalidRequest, "This post_logout_redirect_uri is not registered.");

            return ValueTask.CompletedTask;
        }));
    }

    private static async Task<IResult> AuthorizeAsync(HttpContext context)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("There is no OpenID Connect request.");
        var session = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        if (DemoUser.Find(session.Principal?.FindFirstValue(Claims.Subject)) is { } user && !MustBeAsked(context, request, session))
            return Results.SignIn(PrincipalOf(user, request, session.Properties?.IssuedUtc), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

        if (request.HasPromptValue(PromptValues.None))
        {
            var refusal = new AuthenticationProperties(new Dictionary<string, string?>
            {
                [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.LoginRequired,
            });
            return Results.Forbid(refusal, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        return Results.Challenge(
            new AuthenticationProperties { RedirectUri = AuthorizePath + context.Request.QueryString },
            [CookieAuthenticationDefaults.AuthenticationScheme]);
    }

    /// <summary>prompt=login and max_age=0: the person signs in again, once for this request.</summary>
    private static bool MustBeAsked(HttpContext context, OpenIddictRequest request, AuthenticateResult session) =>
        (request.HasPromptValue(PromptValues.Login) || request.MaxAge == 0)
        && !(session.Properties?.GetString(SignInPage.AskedBy) is { } asked && asked == SignInPage.NameOf(context.Request.QueryString.Value));

    private static ClaimsPrincipal PrincipalOf(DemoUser user, OpenIddictRequest request, DateTimeOffset? signedInAt)
    {
        var identity = new ClaimsIdentity("rtm-dev-idp", Claims.Name, RolesClaim);
        identity.SetClaim(Claims.Subject, user.Name).SetClaim(Claims.Name, user.DisplayName);
        if (user.Role is { } role)
            identity.SetClaims(RolesClaim, [role]);

        if (signedInAt is { } at)
            identity.AddClaim(new Claim(Claims.AuthenticationTime, at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), ClaimValueTypes.Integer64));

        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }

    private static ValueTask AddClaims(HandleUserInfoRequestContext context)
    {
        if (DemoUser.Find(context.AccessTokenPrincipal?.GetClaim(Claims.Subject)) is { } user)
        {
            context.Claims[Claims.Name] = user.DisplayName;
            context.Claims[RolesClaim] = new(user.Role is { } role ? ImmutableArray.Create<string?>(role) : []);
        }

        return ValueTask.CompletedTask;
    }

    private static async Task<IResult> EndSessionAsync(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.SignOut(
            new AuthenticationProperties { RedirectUri = SignInPage.SignedOutPath },
            [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}

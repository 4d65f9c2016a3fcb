using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>Sign-in by the OpenID Connect code flow with PKCE.</summary>
internal static class SignIn
{
    // A frozen provider must not hold a person at a blank page for a minute.
    private static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddSignIn(this IServiceCollection services, SignInOptions options, SessionLimits sessions)
    {
        services.AddSingleton(options);
        services.AddSingleton<ProviderOrigins>();
        services.AddSessions(sessions);
        services.AddSingleton(provider => new ProviderMetadata(
            options.Authority, () => Backchannel(provider), options.RequireHttps, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new IdTokenHandler(options.ClientId, provider.GetRequiredService<ProviderMetadata>()));
        services.AddSingleton<SignInEvents>();
        services.AddAuthentication(Bearer.EitherScheme)
            .AddBearer(options)
            .AddCookie(cookie =>
            {
                SessionCookie.Configure(cookie);
                cookie.ExpireTimeSpan = sessions.Absolute;
            })
            .AddOpenIdConnect(oidc => Configure(oidc, options));
        services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure<ProviderMetadata, IdTokenHandler>((oidc, provider, handler) => (oidc.ConfigurationManager, oidc.TokenHandler) = (provider, handler));
        services.AddConsolePolicies();
        return services;
    }

    /// <summary>The one way to the provider: what tests and operators set for sign-in counts for its metadata too.</summary>
    private static HttpClient Backchannel(IServiceProvider services) =>
        services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(OpenIdConnectDefaults.AuthenticationScheme).Backchannel;

    private static void Configure(OpenIdConnectOptions oidc, SignInOptions options)
    {
        oidc.Authority = options.Authority.AbsoluteUri;
        oidc.RequireHttpsMetadata = options.RequireHttps;
        oidc.ClientId = options.ClientId;
        oidc.ClientSecret = options.ClientSecret;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.DisableTelemetry = true;
        oidc.MapInboundClaims = false;
        oidc.SaveTokens = false;
        oidc.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        oidc.GetClaimsFromUserInfoEndpoint = true;
        oidc.BackchannelTimeout = ProviderTimeout;
        if (options.ClientSecretBy == SignInOptions.Basic)
            oidc.BackchannelHttpHandler = new SecretInHeader(options);
        oidc.EventsType = typeof(SignInEvents);
        oidc.CallbackPath = options.CallbackPath;
        oidc.SignedOutCallbackPath = options.SignedOutCallbackPath;
        oidc.SignedOutRedirectUri = SignInEndpoints.SignedOutPath;
        // RemoteSignOut does it, whose requests bring no cookie.
        oidc.RemoteSignOutPath = PathString.Empty;
        oidc.Scope.Clear();
        foreach (var scope in options.Scopes)
            oidc.Scope.Add(scope);

        oidc.ClaimActions.MapUniqueJsonKey(options.NameClaim, options.NameClaim);
        HardenCookie(oidc.CorrelationCookie);
        HardenCookie(oidc.NonceCookie);
    }

    private static void HardenCookie(CookieBuilder cookie)
    {
        // The callback is a top-level GET, which Lax lets through.
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.Always;
        cookie.HttpOnly = true;
    }
}

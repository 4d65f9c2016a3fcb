using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>
/// Programs at hubs and the API: an access token of the same provider, made for <c>Rtm:SignIn:ApiAudience</c>, with the same roles. In the header
/// only, where no log and no other site's page has it.
/// </summary>
internal static class Bearer
{
    /// <summary>Chooses between a person's session and a program's token.</summary>
    public const string EitherScheme = "rtm";

    private const string Prefix = "Bearer ";

    private static readonly PathString[] Paths = ["/hubs", "/api"];

    public static bool Carries(HttpRequest request) =>
        Paths.Any(path => request.Path.StartsWithSegments(path))
        && request.Headers.Authorization is [{ } value] && value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public static AuthenticationBuilder AddBearer(this AuthenticationBuilder authentication, SignInOptions options)
    {
        authentication.AddPolicyScheme(EitherScheme, displayName: null, either => either.ForwardDefaultSelector = context =>
            Carries(context.Request) ? JwtBearerDefaults.AuthenticationScheme : CookieAuthenticationDefaults.AuthenticationScheme);
        authentication.AddJwtBearer();
        authentication.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<ProviderMetadata>((bearer, provider) =>
        {
            bearer.MapInboundClaims = false;
            bearer.ConfigurationManager = provider;
            bearer.RequireHttpsMetadata = options.RequireHttps;
            bearer.IncludeErrorDetails = false;
            bearer.TokenValidationParameters = IdTokenHandler.Strict(new TokenValidationParameters
            {
                // Nothing is made for a blank audience: without one every token is refused.
                ValidAudience = options.ApiAudience,
                AudienceValidator = (audiences, _, _) => options.ApiAudience.Length > 0 && audiences.Contains(options.ApiAudience, StringComparer.Ordinal),
            });
            bearer.Events = new JwtBearerEvents { OnTokenValidated = context => Admit(context, options) };
        });
        return authentication;
    }

    private static Task Admit(TokenValidatedContext context, SignInOptions options)
    {
        if (string.IsNullOrEmpty(context.Principal?.FindFirstValue(SessionPrincipal.Subject)))
            context.Fail("The token names no subject (sub).");
        else
            context.Principal = PrincipalOf(context, options);

        return Task.CompletedTask;
    }

    private static ClaimsPrincipal PrincipalOf(TokenValidatedContext context, SignInOptions options)
    {
        using var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(((JsonWebToken)context.SecurityToken).EncodedPayload));
        return SessionPrincipal.OfToken(context.Principal!, RoleClaims.In(claims.RootElement, options) ?? [], options, JwtBearerDefaults.AuthenticationScheme);
    }
}

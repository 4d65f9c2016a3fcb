using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Rtm.Console.Components.Common;
using Rtm.Console.Components.SignIn;
using Rtm.Console.Configuration;
using Rtm.Console.Telemetry;

namespace Rtm.Console.Security;

/// <summary>What happens between the provider's answer and our session.</summary>
internal sealed class SignInEvents(
    SignInOptions options, ProviderMetadata provider, ProviderOrigins origins, TimeProvider time, ILogger<SignInEvents> logger) : OpenIdConnectEvents
{
    private const string Roles = "rtm.roles";

    public override async Task RedirectToIdentityProvider(RedirectContext context) =>
        origins.Learn((await provider.GetConfigurationAsync(context.HttpContext.RequestAborted)).EndSessionEndpoint);

    public override async Task PushAuthorization(PushedAuthorizationContext context)
    {
        if (options.ClientKey is null)
            return;

        ClientAssertion.AddTo(
            context.ProtocolMessage.Parameters, options, await provider.GetConfigurationAsync(context.HttpContext.RequestAborted), time);
        context.HandleClientAuthentication();
    }

    /// <summary>RFC 9207: an answer that names another issuer comes from a provider that was mixed up with ours.</summary>
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        // The answer was asked for in the address; nobody but a foreign form posts one.
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            context.Fail("The answer came by another method than GET.");
            return;
        }

        var known = await provider.GetConfigurationAsync(context.HttpContext.RequestAborted);
        var issuer = context.ProtocolMessage.Iss;
        if (string.IsNullOrEmpty(issuer) ? known.AuthorizationResponseIssParameterSupported : issuer != known.Issuer)
            context.Fail("The answer does not come from the configured provider: its issuer (iss) is missing or another one.");
    }

    public override async Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context)
    {
        if (context.TokenEndpointRequest is { } request)
            ClientAssertion.AddTo(request.Parameters, options, await provider.GetConfigurationAsync(context.HttpContext.RequestAborted), time);
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        if (context.TokenEndpointResponse?.IdToken is not { Length: > 0 } idToken || context.Properties is not { } properties)
        {
            context.Fail("The provider sent no id token.");
            return Task.CompletedTask;
        }

        // Sign-out names the session to the provider with the id token; no other token is kept.
        properties.StoreTokens([new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = idToken }]);
        using var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(new JsonWebToken(idToken).EncodedPayload));
        AddRoles(properties, claims.RootElement);
        return Task.CompletedTask;
    }

    public override Task UserInformationReceived(UserInformationReceivedContext context)
    {
        if (context.Properties is { } properties)
            AddRoles(properties, context.User.RootElement);

        return Task.CompletedTask;
    }

    public override Task TicketReceived(TicketReceivedContext context)
    {
        if (context.Principal is { } person)
            context.Principal = SessionPrincipal.From(person, context.Properties?.GetParameter<string[]>(Roles) ?? [], options);

        return Task.CompletedTask;
    }

    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        Log.SignInFailed(logger, context.HttpContext.TraceId(), SafeText.Of(Secrets.Removed(context.Failure?.GetBaseException().Message, context.HttpContext.Request), 300));
        if (context.Failure is { } failure && SignInEndpoints.IsUnreachable(failure))
        {
            await SignInEndpoints.WriteProviderDownAsync(context.HttpContext, "/");
            return;
        }

        var cancelled = context.HttpContext.Request.Query["error"] == "access_denied";
        // Going back to an answer that was used already must not tell someone who is signed in that they aren't.
        var session = await context.HttpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        await StaticPages.WriteAsync<SignInFailed>(
            context.HttpContext,
            cancelled ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest,
            new()
            {
                [nameof(SignInFailed.Cancelled)] = cancelled,
                [nameof(SignInFailed.SignedIn)] = session.Succeeded,
                [nameof(SignInFailed.TraceId)] = context.HttpContext.TraceId(),
            });
    }

    // Providers put the roles into the id token, or into userinfo, or into both.
    private void AddRoles(AuthenticationProperties properties, JsonElement claims)
    {
        if (RoleClaims.In(claims, options) is { } found)
            properties.SetParameter<string[]>(Roles, [.. (properties.GetParameter<string[]>(Roles) ?? []).Union(found)]);
    }
}

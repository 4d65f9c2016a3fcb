using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Rtm.Console.Components.Common;
using Rtm.Console.Components.SignIn;
using Rtm.Console.Configuration;
using Rtm.Console.Telemetry;

namespace Rtm.Console.Security;

/// <summary>What happens between the provider's answer and our session.</summary>
internal sealed class SignInEvents(SignInOptions options, ProviderOrigins origins, ILogger<SignInEvents> logger) : OpenIdConnectEvents
{
    public override async Task RedirectToIdentityProvider(RedirectContext context)
    {
        if (context.Options.ConfigurationManager is { } manager)
            origins.Learn((await manager.GetConfigurationAsync(context.HttpContext.RequestAborted)).EndSessionEndpoint);
    }

    /// <summary>RFC 9207: an answer that names another issuer comes from a provider that was mixed up with ours.</summary>
    public override async Task MessageReceived(MessageReceivedContext context)
    {
        if (context.Options.ConfigurationManager is not { } manager)
            return;

        var provider = await manager.GetConfigurationAsync(context.HttpContext.RequestAborted);
        var issuer = context.ProtocolMessage.Iss;
        if (string.IsNullOrEmpty(issuer) ? provider.AuthorizationResponseIssParameterSupported : issuer != provider.Issuer)
            context.Fail("The answer does not come from the configured provider: its issuer (iss) is missing or another one.");
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        // Sign-out names the session to the provider with the id token; no other token is kept.
        if (context.TokenEndpointResponse?.IdToken is { Length: > 0 } idToken && context.Properties is { } properties)
            properties.StoreTokens([new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = idToken }]);

        return Task.CompletedTask;
    }

    public override Task TicketReceived(TicketReceivedContext context)
    {
        if (context.Principal is { } person)
            context.Principal = SessionPrincipal.From(person, options);

        return Task.CompletedTask;
    }

    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        Log.SignInFailed(logger, context.HttpContext.TraceId(), SafeText.Of(context.Failure?.GetBaseException().Message, 300));
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
}

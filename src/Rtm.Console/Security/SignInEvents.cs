using System.Security.Claims;
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
    SignInOptions options, SessionLimits limits, ProviderMetadata provider, ProviderOrigins origins, SessionRegistry sessions, TimeProvider time,
    ILogger<SignInEvents> logger) : OpenIdConnectEvents
{
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

        using var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(new JsonWebToken(idToken).EncodedPayload));
        var answer = new SignInAnswer(context.TokenEndpointResponse, claims.RootElement, options, time.GetUtcNow());
        if (properties.Items.TryGetValue(SignInEndpoints.FreshParameter, out var asked) && !answer.ProvedSince(asked))
        {
            context.Fail(new StepUpNotProvenException("The provider did not ask the person again, or does not say so (auth_time)."));
            return Task.CompletedTask;
        }

        properties.SetParameter(nameof(SignInAnswer), answer);
        return Task.CompletedTask;
    }

    public override Task UserInformationReceived(UserInformationReceivedContext context)
    {
        context.Properties?.GetParameter<SignInAnswer>(nameof(SignInAnswer))?.Add(context.User.RootElement, options);
        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        if (context.Principal is not { } person || context.Properties?.GetParameter<SignInAnswer>(nameof(SignInAnswer)) is not { } answer)
        {
            await RefuseAsync(context, "The sign-in is incomplete.");
            return;
        }

        var before = sessions.Of((await context.HttpContext.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme)).Principal);
        if (context.Properties.Items.ContainsKey(SignInEndpoints.FreshParameter))
        {
            await RenewAsync(context, before, person, answer);
            return;
        }

        // A browser has one session: an old one, perhaps planted by somebody else, ends here and its key with it.
        if (before is not null)
            sessions.EndOne(before, SessionEnd.SignedOut);

        var (session, key) = sessions.Start(answer.ToRecord(person, context.HttpContext, options));
        Log.SessionBegan(logger, session.Id, SafeText.Of(session.Subject, 100));
        context.Principal = SessionCookie.Holding(key);
        context.Properties.StoreTokens([]);
        context.Properties.IssuedUtc = session.Record.SignedInAt;
        context.Properties.ExpiresUtc = session.Record.SignedInAt + limits.Absolute;
    }

    /// <summary>Who proved again who they are keeps the session and all its open pages.</summary>
    private async Task RenewAsync(TicketReceivedContext context, Session? session, ClaimsPrincipal person, SignInAnswer answer)
    {
        if (session is null || SessionPrincipal.SubjectOf(person) != session.Subject)
        {
            await RefuseAsync(context, "Somebody else than the person of this session signed in.");
            return;
        }

        await sessions.RenewAsync(session, record => answer.Renewing(record, person, context.HttpContext, options), context.HttpContext.RequestAborted);
        context.HandleResponse();
        context.Response.Redirect(ReturnUrl.LocalOrHome(context.ReturnUri));
    }

    public override Task RedirectToIdentityProviderForSignOut(RedirectContext context)
    {
        // The id token names the session to the provider.
        context.ProtocolMessage.IdTokenHint = context.Properties.GetParameter<string>(OpenIdConnectParameterNames.IdTokenHint);
        return Task.CompletedTask;
    }

    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        Log.SignInFailed(
            logger, context.HttpContext.TraceId(), SafeText.Of(Secrets.Removed(context.Failure?.GetBaseException().Message, context.HttpContext.Request), 300));
        if (context.Failure is { } failure && SignInEndpoints.IsUnreachable(failure))
            await SignInEndpoints.WriteProviderDownAsync(context.HttpContext, "/");
        else
            await WriteFailedAsync(context.HttpContext, context.Properties, context.Failure is StepUpNotProvenException);
    }

    // Unlike the events before it, this one's failure would be passed over and the person signed in.
    private Task RefuseAsync(TicketReceivedContext context, string reason)
    {
        context.HandleResponse();
        Log.SignInFailed(logger, context.HttpContext.TraceId(), reason);
        return WriteFailedAsync(context.HttpContext, context.Properties);
    }

    private static async Task WriteFailedAsync(HttpContext context, AuthenticationProperties? asked, bool isUnproven = false)
    {
        var cancelled = context.Request.Query["error"] == "access_denied";
        // Going back to an answer that was used already must not tell someone who is signed in that they aren't.
        var session = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        await StaticPages.WriteAsync<SignInFailed>(context, cancelled ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest, new()
        {
            [nameof(SignInFailed.Cancelled)] = cancelled,
            [nameof(SignInFailed.SignedIn)] = session.Succeeded,
            [nameof(SignInFailed.WasStepUp)] = isUnproven || asked?.Items.ContainsKey(SignInEndpoints.FreshParameter) == true,
            [nameof(SignInFailed.RetryUrl)] = $"{SignInEndpoints.SignInPath}{QueryString.Create(ReturnUrl.Parameter, ReturnUrl.LocalOrHome(asked?.RedirectUri))}",
            [nameof(SignInFailed.TraceId)] = context.TraceId(),
        });
    }
}

/// <summary>Whoever is signed in was sent to prove it again, and came back without that proof.</summary>
internal sealed class StepUpNotProvenException(string message) : Exception(message);

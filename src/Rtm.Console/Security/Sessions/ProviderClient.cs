using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>The provider knows this person's session no more, or can't be asked about it ever again.</summary>
internal sealed class SessionRevokedException(string message, SessionEnd end = SessionEnd.Revoked) : Exception(message)
{
    public SessionEnd End { get; } = end;
}

/// <summary>What the console asks the provider of a person who has signed in, with the tokens it gave.</summary>
internal sealed class ProviderClient(
    SignInOptions options, ProviderMetadata provider, IdTokenHandler tokens, TokenRefresh refresh, IOptionsMonitor<OpenIdConnectOptions> oidc, TimeProvider time)
{
    private HttpClient Http => oidc.Get(OpenIdConnectDefaults.AuthenticationScheme).Backchannel;

    /// <summary>The session's record as the provider sees the person now.</summary>
    /// <param name="record">What is known.</param>
    /// <param name="keep">Takes the record with renewed tokens as soon as they are there: most providers take a refresh token but once, and the next one must not be lost by what fails after it.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="SessionRevokedException">It no longer knows them.</exception>
    /// <exception cref="HttpRequestException">It can't be asked, or answers with something else.</exception>
    public async Task<SessionRecord> AskAsync(SessionRecord record, Action<SessionRecord> keep, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        IReadOnlyList<string>? roles = null;
        if (record.RefreshToken is not null && (!record.RolesInUserInfo || record.AccessTokenEnds - now < TimeSpan.FromMinutes(1)))
            (record, roles) = await RefreshAsync(record, keep, ct);
        else if (record.RefreshToken is null && record.AccessTokenEnds <= now)
            throw new SessionRevokedException("The access token has ended and the provider gave none to renew it with.", SessionEnd.TooOld);

        if (record.AccessToken is not null && await UserInfoAsync(record.AccessToken, ct) is { } said)
        {
            using (said)
            {
                // OpenID Connect Core 5.3.2: another person's claims must not be taken.
                if (ProviderAnswer.Text(said.RootElement, SessionPrincipal.Subject) != record.Subject)
                    throw new HttpRequestException("Userinfo spoke of another person.");

                roles = Sum(roles, RoleClaims.In(said.RootElement, options) ?? (record.RolesInUserInfo ? [] : null));
            }
        }

        return roles is null ? record : record with { Roles = roles };
    }

    private async Task<(SessionRecord Record, IReadOnlyList<string>? Roles)> RefreshAsync(SessionRecord record, Action<SessionRecord> keep, CancellationToken ct)
    {
        var (renewed, idToken) = await refresh.RunAsync(record, keep, ct);
        return idToken is null ? (renewed, null) : (renewed with { IdToken = idToken }, await RolesInAsync(idToken, record.Subject, ct));
    }

    private async Task<IReadOnlyList<string>> RolesInAsync(string idToken, string subject, CancellationToken ct)
    {
        var result = await tokens.ValidateAsync(idToken, ct);
        if (!result.IsValid)
            throw new HttpRequestException("The renewed id token can't be used.", result.Exception);
        if (result.ClaimsIdentity.FindFirst(SessionPrincipal.Subject)?.Value != subject)
            throw new SessionRevokedException("The renewed id token is another person's.");

        using var claims = JsonDocument.Parse(Base64UrlEncoder.Decode(((JsonWebToken)result.SecurityToken).EncodedPayload));
        return RoleClaims.In(claims.RootElement, options) ?? [];
    }

    private async Task<JsonDocument?> UserInfoAsync(string accessToken, CancellationToken ct)
    {
        if ((await provider.GetConfigurationAsync(ct)).UserInfoEndpoint is not { Length: > 0 } endpoint)
            return null;

        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) } };
        using var answer = await Http.SendAsync(request, ct);
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new SessionRevokedException("The access token is no longer valid.");

        answer.EnsureSuccessStatusCode();
        return await ProviderAnswer.JsonAsync(answer, ct);
    }

    private static IReadOnlyList<string>? Sum(IReadOnlyList<string>? some, IReadOnlyList<string>? others) =>
        some is null ? others : others is null ? some : [.. Roles.All.Where(role => some.Contains(role) || others.Contains(role))];
}

using System.Globalization;
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
    SignInOptions options, ProviderMetadata provider, IdTokenHandler tokens, IOptionsMonitor<OpenIdConnectOptions> oidc, TimeProvider time)
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
                if (Text(said.RootElement, SessionPrincipal.Subject) != record.Subject)
                    throw new HttpRequestException("Userinfo spoke of another person.");

                roles = Sum(roles, RoleClaims.In(said.RootElement, options) ?? (record.RolesInUserInfo ? [] : null));
            }
        }

        return roles is null ? record : record with { Roles = roles };
    }

    private async Task<(SessionRecord Record, IReadOnlyList<string>? Roles)> RefreshAsync(SessionRecord record, Action<SessionRecord> keep, CancellationToken ct)
    {
        var known = await provider.GetConfigurationAsync(ct);
        var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = record.RefreshToken!, ["client_id"] = options.ClientId };
        if (options.ClientSecret is { } secret)
            form["client_secret"] = secret;

        ClientAssertion.AddTo(form, options, known, time);
        using var content = new FormUrlEncodedContent(form);
        using var answer = await Http.PostAsync(new Uri(known.TokenEndpoint), content, ct);
        using var json = await JsonAsync(answer, ct);
        var body = json.RootElement;
        if (!answer.IsSuccessStatusCode)
        {
            throw Text(body, "error") == "invalid_grant"
                ? new SessionRevokedException("The refresh token is no longer valid.")
                : new HttpRequestException($"The token endpoint answered {(int)answer.StatusCode}.");
        }

        var renewed = record with
        {
            AccessToken = Text(body, "access_token") ?? record.AccessToken,
            AccessTokenEnds = EndOf(body, time.GetUtcNow()),
            RefreshToken = Text(body, "refresh_token") ?? record.RefreshToken,
        };
        keep(renewed);
        return Text(body, "id_token") is { } idToken
            ? (renewed with { IdToken = idToken }, await RolesInAsync(idToken, record.Subject, ct))
            : (renewed, null);
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
        return await JsonAsync(answer, ct);
    }

    public static DateTimeOffset? EndOf(JsonElement tokenAnswer, DateTimeOffset now) => tokenAnswer.TryGetProperty("expires_in", out var seconds) ? EndOf(seconds.ToString(), now) : null;

    public static DateTimeOffset? EndOf(string? expiresIn, DateTimeOffset now) =>
        int.TryParse(expiresIn, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? now.AddSeconds(seconds) : null;

    private static IReadOnlyList<string>? Sum(IReadOnlyList<string>? some, IReadOnlyList<string>? others) =>
        some is null ? others : others is null ? some : [.. Roles.All.Where(role => some.Contains(role) || others.Contains(role))];

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static async Task<JsonDocument> JsonAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        try
        {
            // Userinfo may come as a signed token over the same TLS.
            return JsonDocument.Parse(text.StartsWith("eyJ", StringComparison.Ordinal) ? Base64UrlEncoder.Decode(new JsonWebToken(text).EncodedPayload) : text);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException)
        {
            throw new HttpRequestException($"The provider answered {(int)answer.StatusCode} without JSON.", e);
        }
    }
}

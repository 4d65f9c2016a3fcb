using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>Renews a session's tokens with its refresh token.</summary>
internal sealed class TokenRefresh(SignInOptions options, ProviderMetadata provider, IOptionsMonitor<OpenIdConnectOptions> oidc, TimeProvider time)
{
    private HttpClient Http => oidc.Get(OpenIdConnectDefaults.AuthenticationScheme).Backchannel;

    /// <summary>The record with new tokens, and the new id token if one came; it is not looked at yet.</summary>
    /// <param name="record">Has a refresh token.</param>
    /// <param name="keep">Takes what must not be lost, as soon as it is known.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<(SessionRecord Renewed, string? IdToken)> RunAsync(SessionRecord record, Action<SessionRecord> keep, CancellationToken ct)
    {
        var (answer, isInDoubt) = await TradeAsync(record, keep, ct);
        using var document = answer.Document;
        var body = document.RootElement;
        if (!answer.IsSuccess)
        {
            if (ProviderAnswer.Text(body, "error") != "invalid_grant")
                throw new HttpRequestException($"The token endpoint answered {answer.Status}.");

            // The trade whose answer was lost may have spent the token: then nobody was refused anything.
            throw isInDoubt
                ? new SessionRevokedException("The refresh token is no longer valid, after an answer to it was lost.", SessionEnd.NotRenewed)
                : new SessionRevokedException("The refresh token is no longer valid.");
        }

        var renewed = record with
        {
            AccessToken = ProviderAnswer.Text(body, "access_token") ?? record.AccessToken,
            AccessTokenEnds = ProviderAnswer.EndOf(body, time.GetUtcNow()),
            RefreshToken = ProviderAnswer.Text(body, "refresh_token") ?? record.RefreshToken,
            RefreshInDoubt = false,
        };
        keep(renewed);
        return (renewed, ProviderAnswer.Text(body, "id_token"));
    }

    /// <summary>
    /// docs/adr/0014: when the connection breaks, the provider may have taken the token while its answer was lost. It is tried once more at once, within the grace
    /// that many providers give a token that was just spent; and if that fails too, the doubt is remembered.
    /// </summary>
    private async Task<(Answer Answer, bool IsInDoubt)> TradeAsync(SessionRecord record, Action<SessionRecord> keep, CancellationToken ct)
    {
        var known = await provider.GetConfigurationAsync(ct);
        try
        {
            return (await TradeOnceAsync(record, known, ct), record.RefreshInDoubt);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            keep(record with { RefreshInDoubt = true });
            // Who was silent for so long is not asked again at once.
            if (e is OperationCanceledException)
                throw;
        }

        return (await TradeOnceAsync(record, known, ct), true);
    }

    private async Task<Answer> TradeOnceAsync(SessionRecord record, OpenIdConnectConfiguration known, CancellationToken ct)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = record.RefreshToken!, ["client_id"] = options.ClientId };
        if (options.ClientSecret is { } secret)
            form["client_secret"] = secret;

        ClientAssertion.AddTo(form, options, known, time);
        using var content = new FormUrlEncodedContent(form);
        using var answer = await Http.PostAsync(new Uri(known.TokenEndpoint), content, ct);
        var status = (int)answer.StatusCode;
        // A proxy before the provider may say so when it lost the answer.
        if (status >= StatusCodes.Status500InternalServerError)
            throw new HttpRequestException($"The token endpoint answered {status}.");

        return new(await ProviderAnswer.JsonAsync(answer, ct), status, answer.IsSuccessStatusCode);
    }

    private sealed record Answer(JsonDocument Document, int Status, bool IsSuccess);
}

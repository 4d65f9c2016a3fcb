using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Rtm.Console.Security;

/// <summary>
/// Validates id tokens more strictly than the framework, which takes unsigned ones in the code flow and doesn't ask for whom
/// a token with several audiences was made; and with a key that the provider began to use a moment ago.
/// </summary>
internal sealed class IdTokenHandler(string clientId, ProviderMetadata provider) : JsonWebTokenHandler
{
    // Asymmetric ones only: with a symmetric one the provider's public key could pass for a secret.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters) =>
        ValidateStrictAsync(token, Strict(validationParameters));

    /// <summary>For an id token outside the sign-in itself, that of a refresh.</summary>
    public async Task<TokenValidationResult> ValidateAsync(string token, CancellationToken ct) => await ValidateStrictAsync(token, await OurOwnAsync(ct));

    /// <summary>For a logout token. Providers that follow a draft of its specification give it no end; whoever asks looks at its age.</summary>
    public async Task<TokenValidationResult> ValidateLogoutAsync(string token, CancellationToken ct)
    {
        var strict = await OurOwnAsync(ct);
        strict.RequireExpirationTime = false;
        return await ValidateStrictAsync(token, strict);
    }

    public static TokenValidationParameters Strict(TokenValidationParameters loose)
    {
        var strict = loose.Clone();
        strict.RequireSignedTokens = true;
        strict.RequireExpirationTime = true;
        strict.RequireAudience = true;
        strict.ValidAlgorithms = Algorithms;
        // One unknown key id is a reason to ask the provider, not to try every key.
        strict.TryAllIssuerSigningKeys = false;
        return strict;
    }

    private async Task<TokenValidationResult> ValidateStrictAsync(string token, TokenValidationParameters strict)
    {
        var result = await base.ValidateTokenAsync(token, strict);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            strict.IssuerSigningKeys = (await provider.RenewedAsync(CancellationToken.None)).SigningKeys;
            result = await base.ValidateTokenAsync(token, strict);
        }

        return result is { IsValid: true, SecurityToken: JsonWebToken read } && AddresseeFault(read) is { } fault
            ? new TokenValidationResult { Exception = new SecurityTokenInvalidAudienceException(fault) }
            : result;
    }

    private async Task<TokenValidationParameters> OurOwnAsync(CancellationToken ct)
    {
        var known = await provider.GetConfigurationAsync(ct);
        return Strict(new TokenValidationParameters { ValidIssuer = known.Issuer, ValidAudience = clientId, IssuerSigningKeys = known.SigningKeys });
    }

    private string? AddresseeFault(JsonWebToken token)
    {
        var addressee = token.TryGetPayloadValue<string>("azp", out var azp) ? azp : null;
        if (addressee is null)
            return token.Audiences.Skip(1).Any() ? "The token has several audiences and does not say for which it was made (azp)." : null;

        return addressee == clientId ? null : "The token was made for another client (azp).";
    }
}

using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary><c>--check-config</c>: whether the provider, by its own discovery document, can do what this console is set to ask of it.</summary>
public static class ProviderCheck
{
    /// <summary><c>EX_UNAVAILABLE</c> and <c>EX_PROTOCOL</c> of sysexits.h.</summary>
    public const int Unreachable = 69;

    public const int Unusable = 76;

    public static async Task<int> RunAsync(SignInOptions options, HttpClient http, TextWriter report, CancellationToken ct)
    {
        var address = ProviderMetadata.AddressFor(options.Authority);
        OpenIdConnectConfiguration provider;
        try
        {
            provider = await OpenIdConnectConfigurationRetriever.GetAsync(address, new HttpDocumentRetriever(http) { RequireHttps = options.RequireHttps }, ct);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or ArgumentException)
        {
            await report.WriteLineAsync($"error: Rtm:SignIn:Authority: {address} can't be read: {e.GetBaseException().Message.ReplaceLineEndings(" ")}");
            return Unreachable;
        }

        await report.WriteLineAsync($"ok: {address} is the document of the provider {provider.Issuer}");
        var errors = Errors(provider, options).ToArray();
        foreach (var error in errors)
            await report.WriteLineAsync($"error: {error}");
        foreach (var warning in Warnings(provider, options))
            await report.WriteLineAsync($"warning: {warning}");

        return errors.Length == 0 ? 0 : Unusable;
    }

    private static IEnumerable<string> Errors(OpenIdConnectConfiguration provider, SignInOptions options)
    {
        if (provider.Issuer?.TrimEnd('/') != options.Authority.AbsoluteUri.TrimEnd('/'))
            yield return $"Rtm:SignIn:Authority: the provider calls itself '{provider.Issuer}'; set the authority to exactly this.";
        foreach (var (name, value) in new[] { ("authorization_endpoint", provider.AuthorizationEndpoint), ("token_endpoint", provider.TokenEndpoint), ("jwks_uri", provider.JwksUri) })
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var endpoint))
                yield return $"the provider names no {name}; is it an OpenID Connect provider?";
            else if (options.RequireHttps && endpoint.Scheme != Uri.UriSchemeHttps)
                yield return $"the provider's {name} is not https: {value}";
        }

        if (provider.SigningKeys.Count == 0)
            yield return "the provider publishes no signing key, so no sign-in could be verified.";
        if (!Offers(provider.ResponseTypesSupported, "code"))
            yield return "the provider does not offer the authorization code flow (response_types_supported has no 'code').";
        if (!Offers(provider.CodeChallengeMethodsSupported, "S256"))
            yield return "the provider does not offer PKCE with S256 (code_challenge_methods_supported).";
        if (AuthenticationOf(options) is { } method && !Offers(provider.TokenEndpointAuthMethodsSupported, method.Name))
            yield return $"{method.Key}: the provider does not take {method.Name}, only {string.Join(", ", provider.TokenEndpointAuthMethodsSupported)}.";
    }

    private static IEnumerable<string> Warnings(OpenIdConnectConfiguration provider, SignInOptions options)
    {
        foreach (var scope in options.Scopes.Where(scope => !Offers(provider.ScopesSupported, scope)))
            yield return $"Rtm:SignIn:Scopes: the provider does not list the scope '{scope}'.";
        if (provider.ScopesSupported.Contains("offline_access") && !options.Scopes.Contains("offline_access"))
            yield return "Rtm:SignIn:Scopes: without offline_access some providers give no refresh token, and people sign in again when the access token ends.";
        if (string.IsNullOrEmpty(provider.EndSessionEndpoint))
            yield return "the provider has no end_session_endpoint: signing out here leaves people signed in there.";
        if (string.IsNullOrEmpty(provider.UserInfoEndpoint))
            yield return "the provider has no userinfo_endpoint: roles must be in the id token, and a revocation shows only when tokens are refreshed.";
        if (provider.ClaimsSupported.Count > 0 && !provider.ClaimsSupported.Contains(options.RoleClaim.Split('.')[0]) && !provider.ClaimsSupported.Contains(options.RoleClaim))
            yield return $"Rtm:SignIn:RoleClaim: the provider does not list the claim '{options.RoleClaim}'; it may still send it.";
    }

    private static (string Key, string Name)? AuthenticationOf(SignInOptions options) =>
        options.ClientKey is not null ? ("Rtm:SignIn:ClientKeyFile", "private_key_jwt")
        : options.ClientSecret is not null ? ("Rtm:SignIn:ClientSecretBy", $"client_secret_{options.ClientSecretBy}")
        : null;

    /// <summary>A provider that lists nothing has said nothing against it.</summary>
    private static bool Offers(ICollection<string> listed, string one) => listed.Count == 0 || listed.Contains(one);
}

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>How the console proves itself to the provider when it has a key instead of a secret (RFC 7523).</summary>
internal static class ClientAssertion
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>Puts it into a request; with a secret or as a public client there is nothing to add.</summary>
    public static void AddTo(IDictionary<string, string> request, SignInOptions options, OpenIdConnectConfiguration provider, TimeProvider time)
    {
        if (options.ClientKey is not { } key)
            return;

        var now = time.GetUtcNow().UtcDateTime;
        request.Remove("client_secret");
        request["client_assertion_type"] = Type;
        request["client_assertion"] = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.ClientId,
            // The token endpoint's address is the one audience that every provider takes.
            Audience = provider.TokenEndpoint,
            Claims = new Dictionary<string, object> { ["sub"] = options.ClientId, ["jti"] = Guid.NewGuid().ToString() },
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            SigningCredentials = key,
        });
    }
}

using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Rtm.Console.Configuration;

namespace Rtm.Console.Security;

/// <summary>What the provider said at sign-in, on its way to a session. Roles are in the id token, or in userinfo, or in both.</summary>
internal sealed class SignInAnswer(OpenIdConnectMessage tokens, JsonElement idToken, SignInOptions options, DateTimeOffset now)
{
    // The provider's clock may be behind.
    private const long Skew = 30;

    private readonly string? _providerSession = Text(idToken, "sid");
    private IReadOnlyList<string> _roles = RoleClaims.In(idToken, options) ?? [];
    private bool _inUserInfo;

    public DateTimeOffset? ProvedAt { get; } =
        idToken.TryGetProperty("auth_time", out var time) && time.ValueKind == JsonValueKind.Number && time.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    public bool ProvedSince(string? asked) => ProvedAt is { } at && at.ToUnixTimeSeconds() >= long.Parse(asked!, CultureInfo.InvariantCulture) - Skew;

    public void Add(JsonElement userInfo, SignInOptions options)
    {
        if (RoleClaims.In(userInfo, options) is not { } found)
            return;

        _inUserInfo = true;
        _roles = [.. Roles.All.Where(role => _roles.Contains(role) || found.Contains(role))];
    }

    public SessionRecord ToRecord(ClaimsPrincipal person, HttpContext context, SignInOptions options) => new()
    {
        Id = "",
        Subject = SessionPrincipal.SubjectOf(person),
        Name = SessionPrincipal.NameOf(person, options),
        Roles = _roles,
        From = Visitor.AddressOf(context),
        SignedInAt = now,
        LastAct = now,
        ProvedAt = ProvedAt,
        ProviderSession = _providerSession,
        RolesInUserInfo = _inUserInfo,
        AccessToken = tokens.AccessToken,
        AccessTokenEnds = ProviderAnswer.EndOf(tokens.ExpiresIn, now),
        RefreshToken = tokens.RefreshToken,
        IdToken = tokens.IdToken,
    };

    /// <summary>
    /// Of a session that goes on: the provider may have begun another one of its own with this answer, and will name and renew that one from now on.
    /// Some give a refresh token but once.
    /// </summary>
    public SessionRecord Renewing(SessionRecord before, ClaimsPrincipal person, HttpContext context, SignInOptions options)
    {
        var renewed = ToRecord(person, context, options) with { Id = before.Id, From = before.From, SignedInAt = before.SignedInAt };
        return renewed with
        {
            ProviderSession = renewed.ProviderSession ?? before.ProviderSession,
            RefreshToken = renewed.RefreshToken ?? before.RefreshToken,
            RefreshInDoubt = renewed.RefreshToken is null && before.RefreshInDoubt,
        };
    }

    private static string? Text(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

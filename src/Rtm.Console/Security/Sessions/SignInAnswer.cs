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
        idToken.TryGetProperty("auth_time", out var time) && time.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

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
        From = context.Connection.RemoteIpAddress?.ToString() ?? "",
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

    private static string? Text(JsonElement claims, string name) => claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

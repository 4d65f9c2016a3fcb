using Microsoft.IdentityModel.Tokens;
using Rtm.Console.Commands;
using Rtm.Console.History;
using Rtm.Console.Relay;
using Rtm.Console.Telemetry;
using Rtm.Docker;

namespace Rtm.Console.Configuration;

/// <summary>Everything under <c>Rtm</c>, read once at start and found right.</summary>
public sealed record RtmOptions(
    IReadOnlyList<EngineEntry> Engines, ScopeOptions Scope, RelayOptions Relay, CommandOptions Commands, SignInOptions SignIn,
    HistoryOptions History, TelemetryOptions Telemetry, DoorOptions Door);

/// <summary>One engine of the configuration and the key it stands under, for messages about it.</summary>
public sealed record EngineEntry(string Key, DockerEngineOptions Options);

/// <summary>The OpenID Connect provider. A class, not a record: a record would print its secret.</summary>
public sealed class SignInOptions
{
    public const string Post = "post";

    public const string Basic = "basic";

    public required Uri Authority { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Null for a client that proves itself by a key, or by PKCE alone.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>How the secret is shown: <see cref="Post"/>, in the form, or <see cref="Basic"/>, in the header.</summary>
    public string ClientSecretBy { get; init; } = Post;

    /// <summary>Signs the assertions (RFC 7523) with which the console proves itself instead of by a secret.</summary>
    public SigningCredentials? ClientKey { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];

    /// <summary>A claim's name, or a path into nested claims such as <c>realm_access.roles</c>.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>By role, the claim's values (groups) that give it. Empty: the values are the roles themselves.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> RoleMap { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public string NameClaim { get; init; } = "name";

    /// <summary>Whom someone without a role asks; shown as text.</summary>
    public string Contact { get; init; } = "";

    /// <summary>The audience of access tokens that hubs and the API accept; blank: they accept none.</summary>
    public string ApiAudience { get; init; } = "";

    public string CallbackPath { get; init; } = "/signin-oidc";

    public string SignedOutCallbackPath { get; init; } = "/signout-callback-oidc";

    /// <summary>False only for a provider on this machine, during development.</summary>
    public bool RequireHttps { get; init; } = true;
}

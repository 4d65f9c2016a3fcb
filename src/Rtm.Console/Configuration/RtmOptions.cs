using Rtm.Docker;

namespace Rtm.Console.Configuration;

/// <summary>Everything under <c>Rtm</c>, read once at start and found right.</summary>
public sealed record RtmOptions(IReadOnlyList<EngineEntry> Engines, ScopeOptions Scope, RelayOptions Relay, SignInOptions SignIn);

/// <summary>One engine of the configuration and the key it stands under, for messages about it.</summary>
public sealed record EngineEntry(string Key, DockerEngineOptions Options);

/// <summary>Which containers belong to this console.</summary>
public sealed record ScopeOptions
{
    /// <summary>The label that makes a container one of ours; its value is the owner.</summary>
    public string OwnerLabel { get; init; } = "com.galaxy.owner";

    /// <summary>The owners this console looks after; empty for every owner.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];
}

/// <summary>How the picture of an engine is kept current.</summary>
public sealed record RelayOptions
{
    public TimeSpan RefreshInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The age from which the picture is shown as stale.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>The OpenID Connect provider. A class, not a record: a record would print its secret.</summary>
public sealed class SignInOptions
{
    public required Uri Authority { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Null for a public client, which proves itself by PKCE alone.</summary>
    public string? ClientSecret { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];

    public string RoleClaim { get; init; } = "roles";

    public string NameClaim { get; init; } = "name";

    public string CallbackPath { get; init; } = "/signin-oidc";

    public string SignedOutCallbackPath { get; init; } = "/signout-callback-oidc";

    /// <summary>False only for a provider on this machine, during development.</summary>
    public bool RequireHttps { get; init; } = true;
}

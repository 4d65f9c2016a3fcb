using Rtm.Console.Commands;
using Rtm.Console.History;
using Rtm.Console.Relay;
using Rtm.Console.Telemetry;
using Rtm.Docker;

namespace Rtm.Console.Configuration;

/// <summary>Everything under <c>Rtm</c>, read once at start and found right.</summary>
public sealed record RtmOptions(
    IReadOnlyList<EngineEntry> Engines, ScopeOptions Scope, RelayOptions Relay, CommandOptions Commands, SignInOptions SignIn,
    HistoryOptions History, TelemetryOptions Telemetry);

/// <summary>One engine of the configuration and the key it stands under, for messages about it.</summary>
public sealed record EngineEntry(string Key, DockerEngineOptions Options);

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

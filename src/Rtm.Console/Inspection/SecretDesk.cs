using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Rtm.Console.Commands;
using Rtm.Console.Masking;
using Rtm.Console.Relay;
using Rtm.Console.Security;
using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>Shows a container's environment to who may see it, once that is written down. Without an audit nothing is revealed.</summary>
public sealed class SecretDesk(ContainerDesk desk, OwnerScope scope, IAuthorizationService authorization, IRevealAudit? audit = null)
{
    public const string Environment = "environment";

    /// <summary>Whether there is an audit at all.</summary>
    public bool CanRecord => audit is not null;

    /// <summary>The environment with its values, in the engine's order.</summary>
    /// <exception cref="UnauthorizedAccessException">The user is no operator.</exception>
    /// <exception cref="RevealNotRecordedException">It could not be written down.</exception>
    /// <exception cref="DeskException">The container is absent, or the engine could not be asked.</exception>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> RevealEnvAsync(ClaimsPrincipal user, string engine, string id, CancellationToken ct)
    {
        var details = await RevealAsync(user, engine, id, Environment, ct);
        return [.. details.Env.Select(entry => KeyValuePair.Create(EnvText.NameOf(entry), EnvText.ValueOf(entry)))];
    }

    /// <summary>A specification like the container, its environment's values included: written down as a reveal of them.</summary>
    /// <inheritdoc cref="RevealEnvAsync" path="/exception"/>
    public async Task<RunCopy> CopyAsync(ClaimsPrincipal user, string engine, string id, CancellationToken ct)
    {
        var details = await RevealAsync(user, engine, id, $"{Environment} for a copy", ct);
        return RunSpecCopy.Of(details, await desk.FindImageAsync(engine, details.ImageId, ct), scope);
    }

    private async Task<ContainerDetails> RevealAsync(ClaimsPrincipal user, string engine, string id, string what, CancellationToken ct)
    {
        if (audit is null)
            throw new RevealNotRecordedException("Values can't be revealed: this console keeps no audit.");
        var (_, details, _) = await desk.FindAsync(engine, id, ct);
        var allowed = (await authorization.AuthorizeAsync(user, Policies.Operator)).Succeeded;
        await audit.RecordAsync(new(user, engine, id, details.Name, what, allowed), ct);
        return allowed ? details : throw new UnauthorizedAccessException("Only an operator or an admin may reveal values.");
    }
}

using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Rtm.Console.Security;

namespace Rtm.Console.Inspection;

/// <summary>Shows a container's environment to who may see it, once that is written down. Without an audit nothing is revealed.</summary>
public sealed class SecretDesk(ContainerDesk desk, IAuthorizationService authorization, IRevealAudit? audit = null)
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
        if (audit is null)
            throw new RevealNotRecordedException("Values can't be revealed: this console keeps no audit.");
        var (_, details, _) = await desk.FindAsync(engine, id, ct);
        var allowed = (await authorization.AuthorizeAsync(user, Policies.Operator)).Succeeded;
        await audit.RecordAsync(new(user, engine, id, details.Name, Environment, allowed), ct);
        if (!allowed)
            throw new UnauthorizedAccessException("Only an operator or an admin may reveal values.");
        return [.. details.Env.Select(entry => KeyValuePair.Create(EnvText.NameOf(entry), EnvText.ValueOf(entry)))];
    }
}

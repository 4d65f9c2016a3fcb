using System.Security.Claims;

namespace Rtm.Console.Security;

/// <summary>Writes down that somebody asked to see secrets, before anything is shown.</summary>
public interface IRevealAudit
{
    /// <exception cref="RevealNotRecordedException">It could not be written down; the secrets stay hidden.</exception>
    Task RecordAsync(RevealRequest request, CancellationToken ct);
}

/// <summary>Who asked to see what.</summary>
/// <param name="User">Who asked.</param>
/// <param name="Engine">The engine's name.</param>
/// <param name="ContainerId">The full id, 64 hex digits.</param>
/// <param name="ContainerName">Its name at that moment.</param>
/// <param name="What">What was asked for, such as <c>environment</c>; never a secret itself.</param>
/// <param name="Allowed">Whether it is shown; a refusal is written down, too.</param>
public sealed record RevealRequest(ClaimsPrincipal User, string Engine, string ContainerId, string ContainerName, string What, bool Allowed);

/// <summary>A reveal could not be written down; the message says why, in an operator's words.</summary>
public sealed class RevealNotRecordedException(string message, Exception? innerException = null) : Exception(message, innerException);

using System.Security.Claims;

namespace Rtm.Console.Security;

/// <summary>Writes down that an admin ends somebody's session, before it ends.</summary>
public interface ISessionAudit
{
    /// <exception cref="SessionEndNotRecordedException">It could not be written down; the session goes on.</exception>
    Task RecordAsync(ClaimsPrincipal admin, Session session, bool allowed, CancellationToken ct);
}

/// <summary>The end of a session could not be written down; the message says why, in an operator's words.</summary>
public sealed class SessionEndNotRecordedException(string message, Exception? innerException = null) : Exception(message, innerException);

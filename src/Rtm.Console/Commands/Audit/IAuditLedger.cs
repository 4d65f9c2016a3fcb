namespace Rtm.Console.Commands;

/// <summary>Where the audit is written. No row, no act.</summary>
public interface IAuditLedger
{
    /// <summary>Adds a row, and returns when it is stored.</summary>
    /// <exception cref="AuditUnavailableException">It is not known to be stored; the message says why, in an operator's words.</exception>
    /// <exception cref="AuditDuplicateException">There is a row of this kind for this action already.</exception>
    Task AppendAsync(AuditRow row, CancellationToken ct);
}

/// <summary>The audit could not be written or read; the message says why, in an operator's words.</summary>
public sealed class AuditUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>The audit has a row of this kind for this action already.</summary>
public sealed class AuditDuplicateException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Stands where no store is configured: it keeps nothing, so nothing is done.</summary>
internal sealed class NoAuditLedger : IAuditLedger
{
    public Task AppendAsync(AuditRow row, CancellationToken ct) => throw new AuditUnavailableException("No store for the audit is configured.");
}

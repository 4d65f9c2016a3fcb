namespace Rtm.Console.Commands;

/// <summary>Reads the audit, for pages too. Nothing of it is secret to a viewer: secrets were masked before.</summary>
public interface IAuditReader
{
    /// <summary>Rows before a place, newest first.</summary>
    /// <exception cref="AuditUnavailableException">The store could not be read.</exception>
    Task<IReadOnlyList<AuditEntry>> ReadBeforeAsync(AuditFilter filter, long? before, int most, CancellationToken ct);

    /// <summary>Every row that matches, newest first.</summary>
    /// <inheritdoc cref="ReadBeforeAsync" path="/exception"/>
    IAsyncEnumerable<AuditEntry> ExportAsync(AuditFilter filter, CancellationToken ct);

    /// <summary>Intents without an outcome, oldest first.</summary>
    /// <inheritdoc cref="ReadBeforeAsync" path="/exception"/>
    Task<IReadOnlyList<AuditEntry>> OpenIntentsAsync(CancellationToken ct);

    /// <summary>Reads the whole chain and names each row that was changed or is missing.</summary>
    /// <inheritdoc cref="ReadBeforeAsync" path="/exception"/>
    Task<AuditCheck> CheckAsync(CancellationToken ct);
}

/// <summary>A row in its place.</summary>
/// <param name="Sequence">1, 2, 3 …</param>
/// <param name="Hash">Covers the row and the hash of the row before, in hex.</param>
/// <param name="Row">What it says.</param>
public sealed record AuditEntry(long Sequence, string Hash, AuditRow Row);

/// <summary>Which rows of the audit. All conditions must hold; null and empty are none.</summary>
public sealed record AuditFilter
{
    public string? ActionId { get; init; }

    public string? Engine { get; init; }

    /// <summary>The full id, 64 hex digits.</summary>
    public string? ContainerId { get; init; }

    public string? Subject { get; init; }

    public CommandAction? Action { get; init; }

    public AuditKind? Kind { get; init; }

    public CommandResult? Result { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Part of the target, the name, the reason or the words; capital or small.</summary>
    public string Text { get; init; } = "";
}

/// <summary>What the check of the chain found.</summary>
/// <param name="Faults">Each row that was changed or is missing, in words; empty where the chain is whole.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="LastHash">The hash of the last row: noted elsewhere, it proves later that nothing before was changed.</param>
/// <param name="CheckedAt">When.</param>
public sealed record AuditCheck(IReadOnlyList<string> Faults, long Rows, string LastHash, DateTimeOffset CheckedAt)
{
    public bool IsWhole => Faults.Count == 0;
}

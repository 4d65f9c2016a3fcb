using Rtm.Console.Commands;

namespace Rtm.Tests.Support;

/// <summary>An audit in memory that refuses what the real one refuses, and fails when a test wants it to.</summary>
public sealed class FakeLedger : IAuditLedger
{
    private readonly Lock gate = new();
    private readonly List<AuditRow> rows = [];

    /// <summary>Why writing fails; null while it doesn't.</summary>
    public string? Failure { get; set; }

    public IReadOnlyList<AuditRow> Rows
    {
        get
        {
            lock (gate)
                return [.. rows];
        }
    }

    public async Task AppendAsync(AuditRow row, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        if (Failure is { } reason)
            throw new AuditUnavailableException(reason);
        lock (gate)
        {
            if (rows.Any(r => r.ActionId == row.ActionId && r.Kind == row.Kind))
                throw new AuditDuplicateException($"There is a row for {row.ActionId} already.");
            rows.Add(row);
        }
    }
}

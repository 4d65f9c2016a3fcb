using System.Runtime.CompilerServices;
using Rtm.Console.Commands;

namespace Rtm.Tests.Support;

/// <summary>An audit in memory that refuses what the real one refuses, and fails when a test wants it to. Of a filter it knows the action and its id, the kind and the result.</summary>
public sealed class FakeLedger : IAuditLedger, IAuditReader
{
    private readonly Lock gate = new();
    private readonly List<AuditRow> rows = [];

    /// <summary>Why writing and reading fail; null while they don't.</summary>
    public string? Failure { get; set; }

    /// <summary>What happens while a row is being written.</summary>
    public Action<AuditRow>? Writing { get; set; }

    /// <summary>What a check finds.</summary>
    public IReadOnlyList<string> Faults { get; set; } = [];

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
        await EnterAsync(ct);
        Writing?.Invoke(row);
        lock (gate)
        {
            if (rows.Any(r => r.ActionId == row.ActionId && r.Kind == row.Kind))
                throw new AuditDuplicateException($"There is a row for {row.ActionId} already.");
            rows.Add(row);
        }
    }

    public async Task<IReadOnlyList<AuditEntry>> ReadBeforeAsync(AuditFilter filter, long? before, int most, CancellationToken ct)
    {
        await EnterAsync(ct);
        return [.. Entries.Reverse().Where(e => (before is null || e.Sequence < before) && Matches(filter, e.Row)).Take(most)];
    }

    public async IAsyncEnumerable<AuditEntry> ExportAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var entry in await ReadBeforeAsync(filter, null, int.MaxValue, ct))
            yield return entry;
    }

    public async Task<IReadOnlyList<AuditEntry>> OpenIntentsAsync(CancellationToken ct)
    {
        await EnterAsync(ct);
        var all = Entries;
        return [.. all.Where(e => e.Row.Kind == AuditKind.Intent && !all.Any(o => o.Row.ActionId == e.Row.ActionId && o.Row.Kind == AuditKind.Outcome))];
    }

    public async Task<AuditCheck> CheckAsync(CancellationToken ct)
    {
        await EnterAsync(ct);
        return new(Faults, Rows.Count, "", default);
    }

    private static bool Matches(AuditFilter filter, AuditRow row) =>
        (filter.ActionId is null || filter.ActionId == row.ActionId) && (filter.Action is null || filter.Action == row.Action)
        && (filter.Kind is null || filter.Kind == row.Kind) && (filter.Result is null || filter.Result == row.Result);

    private IReadOnlyList<AuditEntry> Entries => [.. Rows.Select((row, index) => new AuditEntry(index + 1, "", row))];

    private async Task EnterAsync(CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        if (Failure is { } reason)
            throw new AuditUnavailableException(reason);
    }
}

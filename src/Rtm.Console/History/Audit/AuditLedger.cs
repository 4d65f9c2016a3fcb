using Microsoft.EntityFrameworkCore;
using Rtm.Console.Commands;

namespace Rtm.Console.History.Audit;

/// <summary>Adds rows to the audit's chain. There is no way here to change or remove one.</summary>
internal sealed class AuditLedger(HistoryRoom<AuditContext> room, HistoryDatabase database, ILogger<AuditLedger> logger) : IAuditLedger, IDisposable
{
    // The database keeps consoles apart; this spares threads of one console the wait in it.
    private readonly SemaphoreSlim _one = new(1);

    public async Task AppendAsync(AuditRow row, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(row);
        var stored = AuditMapper.ToStore(row);
        await _one.WaitAsync(ct);
        try
        {
            // The driver of SQLite works on the thread that calls it.
            await Task.Run(() => AppendAsync(stored, ct), ct);
            Log.AuditWritten(logger, stored.Sequence, stored.Hash, stored.ActionId, stored.Kind);
        }
        catch (Exception e) when (HistoryDatabase.IsFailure(e))
        {
            if (e is DbUpdateException && await IsThereAsync(stored, ct))
                throw new AuditDuplicateException($"The audit has a row '{stored.Kind}' for {stored.ActionId} already.", e);
            throw new AuditUnavailableException(database.Explain(e), e);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task AppendAsync(StoredAudit stored, CancellationToken ct)
    {
        await using var context = await room.OpenAsync(ct);
        await using var transaction = await context.Database.BeginTransactionAsync(ct);
        // The first statement takes the lock: another console waits here, and then sees what this one wrote.
        await context.Head.Where(h => h.Id == StoredHead.Only).ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, h => h.Sequence + 1), ct);
        var head = await context.Head.SingleAsync(h => h.Id == StoredHead.Only, ct);
        (stored.Sequence, stored.Previous) = (head.Sequence, head.Hash);
        stored.Hash = head.Hash = stored.ComputeHash();
        context.Rows.Add(stored);
        await context.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<bool> IsThereAsync(StoredAudit stored, CancellationToken ct)
    {
        try
        {
            await using var context = await room.OpenAsync(ct);
            return await context.Rows.AnyAsync(r => r.ActionId == stored.ActionId && r.Kind == stored.Kind, ct);
        }
        catch (Exception e) when (HistoryDatabase.IsFailure(e))
        {
            return false;
        }
    }
}

using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Rtm.Console.Commands;

namespace Rtm.Console.History.Audit;

/// <summary>Reads and checks the audit.</summary>
internal sealed class AuditReader(HistoryRoom<AuditContext> room, HistoryDatabase database, TimeProvider clock) : IAuditReader
{
    private const int Page = 500;

    public Task<IReadOnlyList<AuditEntry>> ReadBeforeAsync(AuditFilter filter, long? before, int most, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return AskAsync<IReadOnlyList<AuditEntry>>(async context =>
        {
            var rows = Matching(context.Rows.AsNoTracking(), filter);
            if (before is { } place)
                rows = rows.Where(r => r.Sequence < place);
            return [.. (await rows.OrderByDescending(r => r.Sequence).Take(most).ToListAsync(ct)).Select(AuditMapper.FromStore)];
        }, ct);
    }

    public async IAsyncEnumerable<AuditEntry> ExportAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        long? before = null;
        while (true)
        {
            var page = await ReadBeforeAsync(filter, before, Page, ct);
            foreach (var entry in page)
                yield return entry;
            if (page.Count < Page)
                yield break;
            before = page[^1].Sequence;
        }
    }

    public Task<IReadOnlyList<AuditEntry>> OpenIntentsAsync(CancellationToken ct) => AskAsync<IReadOnlyList<AuditEntry>>(async context =>
    {
        var (intent, outcome) = (nameof(AuditKind.Intent), nameof(AuditKind.Outcome));
        var open = await context.Rows.AsNoTracking()
            .Where(r => r.Kind == intent && !context.Rows.Any(o => o.ActionId == r.ActionId && o.Kind == outcome))
            .OrderBy(r => r.Sequence).ToListAsync(ct);
        return [.. open.Select(AuditMapper.FromStore)];
    }, ct);

    public Task<AuditCheck> CheckAsync(CancellationToken ct) => AskAsync(async context =>
    {
        // Rows that come meanwhile are for the next check.
        var head = await context.Head.AsNoTracking().SingleOrDefaultAsync(h => h.Id == StoredHead.Only, ct);
        var chain = new AuditChain();
        while (true)
        {
            var after = chain.Last;
            var page = await context.Rows.AsNoTracking().Where(r => r.Sequence > after).OrderBy(r => r.Sequence).Take(Page).ToListAsync(ct);
            foreach (var row in page)
                chain.Add(row);
            if (page.Count < Page)
                return chain.Finish(head, clock.GetUtcNow());
        }
    }, ct);

    private static IQueryable<StoredAudit> Matching(IQueryable<StoredAudit> rows, AuditFilter filter)
    {
        if (filter.ActionId is { } actionId)
            rows = rows.Where(r => r.ActionId == actionId);
        if (filter.Engine is { } engine)
            rows = rows.Where(r => r.Engine == engine);
        if (filter.ContainerId is { } containerId)
            rows = rows.Where(r => r.ContainerId == containerId);
        if (filter.Subject is { } subject)
            rows = rows.Where(r => r.Subject == subject);
        if (filter.Action?.ToString() is { } action)
            rows = rows.Where(r => r.Action == action);
        if (filter.Kind?.ToString() is { } kind)
            rows = rows.Where(r => r.Kind == kind);
        if (filter.Result?.ToString() is { } result)
            rows = rows.Where(r => r.Result == result);
        if (filter.From is { } from && AuditMapper.Micros(from) is var first)
            rows = rows.Where(r => r.At >= first);
        if (filter.To is { } to && AuditMapper.Micros(to) is var last)
            rows = rows.Where(r => r.At <= last);
        if (filter.Text.Length > 0 && filter.Text.ToUpperInvariant() is var text)
#pragma warning disable CA1862 // The database compares: it knows no StringComparison.
            rows = rows.Where(r => r.Target.ToUpper().Contains(text) || r.Name.ToUpper().Contains(text) || r.Reason.ToUpper().Contains(text) || r.Words.ToUpper().Contains(text));
#pragma warning restore CA1862
        return rows;
    }

    private async Task<T> AskAsync<T>(Func<AuditContext, Task<T>> ask, CancellationToken ct)
    {
        try
        {
            return await Task.Run(async () =>
            {
                await using var context = await room.OpenAsync(ct);
                return await ask(context);
            }, ct);
        }
        catch (Exception e) when (HistoryDatabase.IsFailure(e))
        {
            throw new AuditUnavailableException(database.Explain(e), e);
        }
    }
}

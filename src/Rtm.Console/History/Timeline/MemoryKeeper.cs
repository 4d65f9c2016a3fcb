using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.History.Timeline;

/// <summary>Keeps what the relays remember beside their rows. What it keeps is never ahead of the rows, and what it gives back never behind them.</summary>
internal sealed class MemoryKeeper(HistoryRoom<TimelineContext> room, HistoryDatabase database, TimeProvider clock) : IRelayMemoryKeeper
{
    /// <summary>A picture of a thousand containers is not written with every event.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Rows are stamped before they are put in order.</summary>
    private const long DisorderNano = 1_000_000_000;

    private readonly ConcurrentDictionary<string, Func<RelayMemory?>> _followed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RelayMemory> _written = new(StringComparer.Ordinal);
    private long? _writtenAt;

    public void Follow(string engine, Func<RelayMemory?> current) => _followed[engine] = current;

    /// <summary>What is new since the last <see cref="Wrote"/>. To be taken before the rows that it knows of.</summary>
    public IReadOnlyList<RelayMemory> Take(bool now) =>
        !now && _writtenAt is { } at && clock.GetElapsedTime(at) < Pause
            ? []
            : [.. _followed.Values.Select(current => current()).OfType<RelayMemory>().Where(m => !_written.TryGetValue(m.Engine, out var old) || IsNewer(m, old))];

    public void Wrote(IReadOnlyCollection<RelayMemory> memories)
    {
        foreach (var memory in memories)
            _written[memory.Engine] = memory;
        if (memories.Count > 0)
            _writtenAt = clock.GetTimestamp();
    }

    public static async Task WriteAsync(TimelineContext context, IEnumerable<RelayMemory> memories, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var memory in memories)
        {
            var stored = await context.Memories.FindAsync([memory.Engine], ct);
            if (stored is null)
                context.Memories.Add(stored = new() { Engine = memory.Engine });
            (stored.SavedAt, stored.Memory) = (now.UtcTicks, JsonSerializer.Serialize(memory));
        }

        await context.SaveChangesAsync(ct);
    }

    public async Task<RelayMemory?> RecallAsync(string engine, CancellationToken ct)
    {
        try
        {
            // The driver of SQLite works on the thread that calls it.
            return await Task.Run(() => ReadAsync(engine, ct), ct);
        }
        catch (Exception e) when (HistoryDatabase.IsFailure(e))
        {
            throw new ArchiveUnavailableException(database.Explain(e), e);
        }
    }

    private async Task<RelayMemory?> ReadAsync(string engine, CancellationToken ct)
    {
        await using var context = await room.OpenAsync(ct);
        if (await context.Memories.AsNoTracking().SingleOrDefaultAsync(m => m.Engine == engine, ct) is not { } stored
            || JsonSerializer.Deserialize<RelayMemory>(stored.Memory) is not { } memory)
            return null;
        // A console that was killed had written rows that its memory does not know of yet.
        var since = (memory.Seen is [.., var last] ? last.TimeNano : memory.StartNano) - DisorderNano;
        var rows = await context.Rows.AsNoTracking().Include(r => r.Subject).Where(r => r.Engine == engine && r.TimeNano >= since)
            .OrderBy(r => r.TimeNano).ThenBy(r => r.Sequence).ToListAsync(ct);
        var newest = await context.Rows.Where(r => r.Engine == engine).OrderByDescending(r => r.Sequence).Select(r => r.Sequence).FirstOrDefaultAsync(ct);
        return memory with
        {
            LastSequence = Math.Max(memory.LastSequence, newest),
            Seen = [.. memory.Seen.Concat(rows.Select(Key)).Distinct()],
        };
    }

    private static EngineMessageKey Key(StoredRow row) => new(
        row.TimeNano ?? 0, "container", row is { Action: "health_status", Detail: { } health } ? $"{row.Action}: {health}" : row.Action ?? "", row.Subject?.ContainerId ?? "");

    private static bool IsNewer(RelayMemory memory, RelayMemory old) =>
        memory.AsOf != old.AsOf || memory.LastSequence != old.LastSequence || memory.EngineId != old.EngineId || memory.RunId != old.RunId
        || memory.Seen.LastOrDefault() != old.Seen.LastOrDefault();
}

using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>
/// Finds rows by what their containers are called. The text is looked for among the containers, not among the rows; the containers are
/// taken from the one that was heard of last, and as soon as the page is full with newer rows than the next one can have, the search ends.
/// </summary>
internal sealed class SubjectSearch(TimelineContext context, TimelineFilter filter, int most)
{
    private const int MostCandidates = 5_000;
    private const int FirstStep = 20;

    // A page from each container, along its own index. The two databases say that differently.
    private const string Postgres = """
        SELECT r.* FROM unnest(@ids) AS s(id) CROSS JOIN LATERAL (
            SELECT x.* FROM timeline_rows x WHERE x."SubjectId" = s.id AND x."Sequence" > @above AND x."Sequence" < @below AND NOT x."IsApart"
                AND x."At" >= @from AND x."At" <= @to AND (@any OR x."Action" = ANY(@actions))
            ORDER BY x."Sequence" {0} LIMIT @most) r
        ORDER BY r."Sequence" {0} LIMIT @most
        """;

    private const string Sqlite = """
        SELECT r.* FROM json_each(@ids) s JOIN timeline_rows r ON r.rowid IN (
            SELECT x.rowid FROM timeline_rows x WHERE x."SubjectId" = s.value AND x."Sequence" > @above AND x."Sequence" < @below AND NOT x."IsApart"
                AND x."At" >= @from AND x."At" <= @to AND (@any OR x."Action" IN (SELECT value FROM json_each(@actions)))
            ORDER BY x."Sequence" {0} LIMIT @most)
        ORDER BY r."Sequence" {0} LIMIT @most
        """;

    public Task<List<long>> OfContainerAsync(string engine, CancellationToken ct)
    {
        var id = KeptText.Id(filter.ContainerId ?? "");
        return context.Subjects.Where(s => s.Engine == engine && s.ContainerId == id).Select(s => s.Id).ToListAsync(ct);
    }

    public async Task<IReadOnlyList<StoredRow>> FindAsync(string engine, PlaceSpan span, CancellationToken ct)
    {
        var (found, whole) = (new List<StoredRow>(), span);
        var (candidates, step) = (await CandidatesAsync(engine, span, 0, ct), FirstStep);
        for (int at = 0, read = 0; at < candidates.Count; at += read, step *= 4)
        {
            if (found.Count == most)
            {
                var worst = found[^1].Sequence;
                if (span.NewestFirst ? candidates[at].Last <= worst : candidates[at].First >= worst)
                    break;
                span = span.NewestFirst ? span with { Above = worst } : span with { Below = worst };
            }

            read = Math.Min(step, candidates.Count - at);
            var both = found.Concat(await RowsAsync(candidates.Skip(at).Take(read).Select(c => c.Id), span, ct));
            found = [.. (span.NewestFirst ? both.OrderByDescending(r => r.Sequence) : both.OrderBy(r => r.Sequence)).Take(most)];
            if (at + read == candidates.Count && candidates.Count % MostCandidates == 0)
                candidates.AddRange(await CandidatesAsync(engine, whole, candidates.Count, ct));
        }

        return found;
    }

    private Task<List<Candidate>> CandidatesAsync(string engine, PlaceSpan span, int skip, CancellationToken ct)
    {
        var (text, above, below) = (KeptText.Search(filter.Text), span.Above, span.Below);
        var subjects = context.Subjects.Where(s => s.Engine == engine && s.First < below && s.Last > above && s.Search.Contains(text));
        if (filter.Owner is { } owner)
        {
            var kept = KeptText.Owner(owner);
            subjects = subjects.Where(s => s.Owner == kept);
        }

        return (span.NewestFirst ? subjects.OrderByDescending(s => s.Last) : subjects.OrderBy(s => s.First))
            .Skip(skip).Take(MostCandidates).Select(s => new Candidate(s.Id, s.First, s.Last)).ToListAsync(ct);
    }

    private Task<List<StoredRow>> RowsAsync(IEnumerable<long> subjects, PlaceSpan span, CancellationToken ct)
    {
        var (ids, actions) = (subjects.ToArray(), filter.Actions.Select(KeptText.Action).ToArray());
        var (from, to) = (filter.From?.UtcTicks ?? long.MinValue, filter.To?.UtcTicks ?? long.MaxValue);
        var order = span.NewestFirst ? "DESC" : "ASC";
        object[] parameters = context.Database.IsNpgsql()
            ? [
                new NpgsqlParameter("ids", ids), new NpgsqlParameter("above", span.Above), new NpgsqlParameter("below", span.Below),
                new NpgsqlParameter("from", from), new NpgsqlParameter("to", to), new NpgsqlParameter("any", actions.Length == 0),
                new NpgsqlParameter("actions", actions), new NpgsqlParameter("most", most),
            ]
            : [
                new SqliteParameter("ids", JsonSerializer.Serialize(ids)), new SqliteParameter("above", span.Above), new SqliteParameter("below", span.Below),
                new SqliteParameter("from", from), new SqliteParameter("to", to), new SqliteParameter("any", actions.Length == 0),
                new SqliteParameter("actions", JsonSerializer.Serialize(actions)), new SqliteParameter("most", most),
            ];
        var sql = (context.Database.IsNpgsql() ? Postgres : Sqlite).Replace("{0}", order, StringComparison.Ordinal);
        return context.Rows.FromSqlRaw(sql, parameters).AsNoTracking().Include(r => r.Subject).ToListAsync(ct);
    }

    private sealed record Candidate(long Id, long First, long Last);
}

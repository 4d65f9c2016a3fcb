using Microsoft.EntityFrameworkCore;
using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>One page of the timeline. Every part of it is read in the order of an index and ends after a page.</summary>
internal sealed class TimelineQuery(TimelineContext context, TimelineFilter filter, int most)
{
    public async Task<IReadOnlyList<TimelineEntry>> BeforeAsync(TimelinePlace? before, CancellationToken ct)
    {
        var found = new List<TimelineEntry>();
        foreach (var engine in await EnginesAsync(ct))
        {
            var below = before is not { } place ? long.MaxValue : string.CompareOrdinal(engine, place.Engine) < 0 ? place.Sequence + 1 : place.Sequence;
            found.AddRange(await OfEngineAsync(engine, new(long.MinValue, below, NewestFirst: true), ct));
        }

        return [.. found.OrderByDescending(TimelinePlace.Of).Take(most)];
    }

    public async Task<IReadOnlyList<TimelineEntry>> AfterAsync(string engine, long after, CancellationToken ct)
    {
        if (filter.Engines.Count > 0 && !filter.Engines.Contains(engine))
            return [];
        var found = await OfEngineAsync(engine, new(after, long.MaxValue, NewestFirst: false), ct);
        return [.. found.OrderBy(r => r.Sequence).Take(most)];
    }

    private async Task<List<TimelineEntry>> OfEngineAsync(string engine, Span span, CancellationToken ct)
    {
        var rows = context.Rows.AsNoTracking().Include(r => r.Subject).Where(r => r.Engine == engine);
        var found = await FillAsync(rows.Where(r => r.IsApart), span, ct);
        var events = rows.Where(r => !r.IsApart);
        if (filter.ContainerId is { } id)
            events = events.Where(r => r.Subject!.ContainerId == id);
        if (filter.Owner is { } owner)
        {
            var kept = KeptText.Owner(owner);
            events = events.Where(r => r.Owner == kept);
        }

        if (filter.Actions.Count == 0)
            return [.. found, .. await FillAsync(events, span, ct)];
        foreach (var action in filter.Actions.Select(KeptText.Action).Distinct())
            found.AddRange(await FillAsync(events.Where(r => r.Action == action), span, ct));
        return found;
    }

    /// <summary>Reads on until the page is full of rows that match.</summary>
    private async Task<List<TimelineEntry>> FillAsync(IQueryable<StoredRow> rows, Span span, CancellationToken ct)
    {
        var found = new List<TimelineEntry>();
        while (true)
        {
            var (above, below) = (span.Above, span.Below);
            var inSpan = rows.Where(r => r.Sequence > above && r.Sequence < below);
            var next = await (span.NewestFirst ? inSpan.OrderByDescending(r => r.Sequence) : inSpan.OrderBy(r => r.Sequence)).Take(most).ToListAsync(ct);
            found.AddRange(next.Select(RowMapper.FromStore).Where(filter.Matches).Take(most - found.Count));
            if (next.Count < most || found.Count == most)
                return found;
            span = span.NewestFirst ? span with { Below = next[^1].Sequence } : span with { Above = next[^1].Sequence };
        }
    }

    private async Task<IReadOnlyCollection<string>> EnginesAsync(CancellationToken ct)
    {
        if (filter.Engines.Count > 0)
            return filter.Engines;
        var engines = new List<string>();
        while (await NextEngineAsync(engines.LastOrDefault() ?? "", ct) is { } next)
            engines.Add(next);
        return engines;
    }

    // From one to the next along the key: looking for distinct ones would read every row.
    private Task<string?> NextEngineAsync(string after, CancellationToken ct) =>
        context.Rows.Where(r => string.Compare(r.Engine, after) > 0).OrderBy(r => r.Engine).Select(r => r.Engine).FirstOrDefaultAsync(ct);

    private readonly record struct Span(long Above, long Below, bool NewestFirst);
}

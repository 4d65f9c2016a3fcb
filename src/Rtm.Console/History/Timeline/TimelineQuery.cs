using Microsoft.EntityFrameworkCore;
using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>
/// One page of the timeline, put together from branches. Each branch reads one index in the order of the page and ends after a page, so that
/// a page costs the same whatever the timeline holds.
/// </summary>
internal sealed class TimelineQuery(TimelineContext context, TimelineFilter filter, int most)
{
    private readonly SubjectSearch _subjects = new(context, filter, most);

    public async Task<IReadOnlyList<TimelineEntry>> BeforeAsync(TimelinePlace? before, CancellationToken ct)
    {
        var found = new List<TimelineEntry>();
        foreach (var engine in await EnginesAsync(ct))
        {
            var below = before is not { } place ? long.MaxValue : string.CompareOrdinal(engine, place.Engine) < 0 ? place.Sequence + 1 : place.Sequence;
            found.AddRange(await OfEngineAsync(engine, new(long.MinValue, below, NewestFirst: true), ct));
        }

        return [.. found.DistinctBy(TimelinePlace.Of).OrderByDescending(TimelinePlace.Of).Take(most)];
    }

    public async Task<IReadOnlyList<TimelineEntry>> AfterAsync(string engine, long after, CancellationToken ct)
    {
        if (filter.Engines.Count > 0 && !filter.Engines.Contains(engine))
            return [];
        var found = await OfEngineAsync(engine, new(after, long.MaxValue, NewestFirst: false), ct);
        return [.. found.DistinctBy(r => r.Sequence).OrderBy(r => r.Sequence).Take(most)];
    }

    private async Task<List<TimelineEntry>> OfEngineAsync(string engine, PlaceSpan span, CancellationToken ct)
    {
        var rows = context.Rows.AsNoTracking().Include(r => r.Subject).Where(r => r.Engine == engine);
        var found = await FillAsync(rows.Where(r => r.IsApart), span, ct);
        // All others are where their time is.
        var near = span.Near(filter);
        var events = rows.Where(r => !r.IsApart);
        if (filter.Owner is { } owner)
        {
            var kept = KeptText.Owner(owner);
            events = events.Where(r => r.Owner == kept);
        }

        if (filter.ContainerId is not null)
        {
            foreach (var subject in await _subjects.OfContainerAsync(engine, ct))
                found.AddRange(await FillAsync(events.Where(r => r.SubjectId == subject), near, ct));
            return found;
        }

        if (filter.Text.Length == 0 && filter.Actions.Count == 0)
            return [.. found, .. await FillAsync(events, near, ct)];
        foreach (var action in await ActionsAsync(engine, ct))
            found.AddRange(await FillAsync(events.Where(r => r.Action == action), near, ct));
        if (filter.Text.Length > 0)
            found.AddRange((await _subjects.FindAsync(engine, near, ct)).Select(RowMapper.FromStore).Where(filter.Matches));
        return found;
    }

    /// <summary>Reads on until the page is full of rows that match.</summary>
    private async Task<List<TimelineEntry>> FillAsync(IQueryable<StoredRow> rows, PlaceSpan span, CancellationToken ct)
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
            span = span.After(next[^1].Sequence);
        }
    }

    /// <summary>Those that are asked for, by name or by what is in them.</summary>
    private async Task<IReadOnlyCollection<string>> ActionsAsync(string engine, CancellationToken ct)
    {
        if (filter.Text.Length == 0)
            return [.. filter.Actions.Select(KeptText.Action).Distinct()];
        var rows = context.Rows.Where(r => r.Engine == engine);
        var all = await DistinctAsync(
            after => rows.Where(r => r.Action != null && string.Compare(r.Action, after) > 0).OrderBy(r => r.Action).Select(r => r.Action).FirstOrDefaultAsync(ct));
        return [.. all.Where(a => a.Contains(filter.Text, StringComparison.OrdinalIgnoreCase) && (filter.Actions.Count == 0 || filter.Actions.Contains(a)))];
    }

    private async Task<IReadOnlyCollection<string>> EnginesAsync(CancellationToken ct) =>
        filter.Engines.Count > 0 ? filter.Engines : await EnginesOfAsync(context, ct);

    /// <summary>All that have rows, whether they are configured or not.</summary>
    public static Task<List<string>> EnginesOfAsync(TimelineContext context, CancellationToken ct) => DistinctAsync(
        after => context.Rows.Where(r => string.Compare(r.Engine, after) > 0).OrderBy(r => r.Engine).Select(r => (string?)r.Engine).FirstOrDefaultAsync(ct));

    // From one to the next along an index: to look for distinct ones reads every row.
    private static async Task<List<string>> DistinctAsync(Func<string, Task<string?>> next)
    {
        var found = new List<string>();
        while (await next(found.LastOrDefault() ?? "") is { } value)
            found.Add(value);
        return found;
    }
}

/// <summary>Places between two, in the order in which a page reads them.</summary>
internal readonly record struct PlaceSpan(long Above, long Below, bool NewestFirst)
{
    public PlaceSpan After(long place) => NewestFirst ? this with { Below = place } : this with { Above = place };

    /// <summary>Where events can be that happened when the filter says, those apart excepted.</summary>
    public PlaceSpan Near(TimelineFilter filter) => this with
    {
        Above = filter.From is { } from ? Math.Max(Above, RowMapper.PlaceOf(from - RowMapper.Punctual)) : Above,
        Below = filter.To is { } to ? Math.Min(Below, RowMapper.PlaceOf(to + RowMapper.Punctual)) : Below,
    };
}

namespace Rtm.Console.Relay;

/// <summary>
/// The history as this console may show it. It also holds what was written under another scope: a row of an owner who is no longer in it is not there.
/// </summary>
public sealed class ScopedArchive(ITimelineArchive archive, OwnerScope scope) : ITimelineArchive
{
    public ArchiveState State => archive.State;

    public Task<IReadOnlyList<TimelineEntry>> ReadBeforeAsync(TimelineFilter filter, TimelinePlace? before, int most, CancellationToken ct) =>
        ReadAsync(most, before, (from, count) => archive.ReadBeforeAsync(filter, from, count, ct), row => TimelinePlace.Of(row));

    public Task<IReadOnlyList<TimelineEntry>> ReadAfterAsync(string engine, long after, int most, TimelineFilter filter, CancellationToken ct) =>
        ReadAsync(most, after, (from, count) => archive.ReadAfterAsync(engine, from, count, filter, ct), row => row.Sequence);

    // Reads on where rows fell out: fewer than asked for has to mean that there are no more.
    private async Task<IReadOnlyList<TimelineEntry>> ReadAsync<TPlace>(
        int most, TPlace from, Func<TPlace, int, Task<IReadOnlyList<TimelineEntry>>> read, Func<TimelineEntry, TPlace> placeOf)
    {
        var rows = await read(from, most);
        if (rows.All(scope.Shows))
            return rows;
        var shown = new List<TimelineEntry>(most);
        while (true)
        {
            shown.AddRange(rows.Where(scope.Shows).Take(most - shown.Count));
            if (rows.Count < most || shown.Count == most)
                return shown;
            rows = await read(placeOf(rows[^1]), most);
        }
    }
}

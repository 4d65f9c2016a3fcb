namespace Rtm.Console.Relay;

/// <summary>
/// The history as this console may show it. It also holds what was written under another scope: a row of an owner who is no longer in it is not there.
/// </summary>
public sealed class ScopedArchive(ITimelineArchive archive, OwnerScope scope, BoardDirectory directory) : ITimelineArchive
{
    /// <summary>Enough to find an event of a container among the gaps that match it, too.</summary>
    private const int MostAsked = 20;

    public ArchiveState State => archive.State;

    public Task<IReadOnlyList<TimelineEntry>> ReadBeforeAsync(TimelineFilter filter, TimelinePlace? before, int most, CancellationToken ct) =>
        ReadAsync(most, before, (from, count) => archive.ReadBeforeAsync(filter, from, count, ct), row => TimelinePlace.Of(row), ct);

    public Task<IReadOnlyList<TimelineEntry>> ReadAfterAsync(string engine, long after, int most, TimelineFilter filter, CancellationToken ct) =>
        ReadAsync(most, after, (from, count) => archive.ReadAfterAsync(engine, from, count, filter, ct), row => row.Sequence, ct);

    // Reads on where rows fell out: fewer than asked for has to mean that there are no more.
    private async Task<IReadOnlyList<TimelineEntry>> ReadAsync<TPlace>(
        int most, TPlace from, Func<TPlace, int, Task<IReadOnlyList<TimelineEntry>>> read, Func<TimelineEntry, TPlace> placeOf, CancellationToken ct)
    {
        var rows = await read(from, most);
        if (scope.Owners.Count == 0)
            return rows;
        var shown = new List<TimelineEntry>(most);
        while (true)
        {
            foreach (var row in rows)
            {
                if (shown.Count < most && await ShowsAsync(row, ct))
                    shown.Add(row);
            }

            if (rows.Count < most || shown.Count == most)
                return shown;
            rows = await read(placeOf(rows[^1]), most);
        }
    }

    private async ValueTask<bool> ShowsAsync(TimelineEntry row, CancellationToken ct) => row switch
    {
        TimelineEvent happened => scope.Includes(happened.Owner),
        // It doesn't name its owner. The board knows whose it is, or, of one that is gone, the events before.
        TimelineDifference { Difference.ContainerId: var id } => IsOnBoard(row.Engine, id) || await HadOwnerInScopeAsync(row.Engine, id, ct),
        _ => true,
    };

    private bool IsOnBoard(string engine, string id) => directory.Boards.Any(b => b.Engine == engine && b.Current.Containers.ContainsKey(id));

    private async Task<bool> HadOwnerInScopeAsync(string engine, string id, CancellationToken ct) =>
        (await archive.ReadBeforeAsync(new() { Engines = [engine], ContainerId = id }, null, MostAsked, ct))
            .Any(row => row is TimelineEvent happened && scope.Includes(happened.Owner));
}

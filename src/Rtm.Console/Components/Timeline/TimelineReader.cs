using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <param name="Rows">Newest first.</param>
/// <param name="IsEnd">Nothing older is kept.</param>
/// <param name="Failure">Why older ones could not be read; null where they could.</param>
internal sealed record ReadRows(IReadOnlyList<TimelineEntry> Rows, bool IsEnd, string? Failure = null);

/// <summary>Reads backwards: from memory as far as that is complete, then on from the history. No row comes twice and none is left out at the seam.</summary>
internal sealed class TimelineReader(ITimelineArchive archive)
{
    public async Task<ReadRows> ReadBeforeAsync(TimelineMemory memory, TimelineFilter filter, TimelinePlace? before, int most, CancellationToken ct)
    {
        var rows = memory.Before(before).Take(most).ToList();
        if (rows.Count == most)
            return new(rows, IsEnd: false);
        var from = memory.Floor is { } floor && !(floor >= before) ? floor : before;
        try
        {
            var older = await archive.ReadBeforeAsync(filter, from, most - rows.Count, ct);
            return new([.. rows, .. older], IsEnd: older.Count < most - rows.Count);
        }
        catch (ArchiveUnavailableException ex)
        {
            return new(rows, IsEnd: false, ex.Message);
        }
    }

    /// <summary>The rows from one place, which is among them, down to another, which is not.</summary>
    public async Task<ReadRows> ReadBetweenAsync(TimelineMemory memory, TimelineFilter filter, TimelinePlace newest, TimelinePlace above, CancellationToken ct)
    {
        var rows = new List<TimelineEntry>();
        var before = new TimelinePlace(newest.Sequence + 1, "");
        while (true)
        {
            // One more than a page: where the page is whole, that one shows it.
            var page = await ReadBeforeAsync(memory, filter, before, TimelineWindow.PageSize + 1, ct);
            if (page.Failure is not null)
                return page;
            rows.AddRange(page.Rows.Where(r => TimelinePlace.Of(r) is var place && place <= newest && place > above));
            if (page.IsEnd || TimelinePlace.Of(page.Rows[^1]) <= above)
                return new(rows, IsEnd: false);
            before = TimelinePlace.Of(page.Rows[^1]);
        }
    }
}

using Rtm.Console.Relay;

namespace Rtm.Console.Inspection;

/// <summary>What the timeline still knows of a container that is no longer there.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Id">The full id.</param>
/// <param name="Last">The newest row about it.</param>
public sealed record ContainerTrace(string Engine, string Id, TimelineEvent Last);

/// <summary>Finds the last that was heard of a container, in memory and then in the history. Foreign containers leave no trace here.</summary>
public sealed class TraceReader(BoardDirectory boards, OwnerScope scope, ITimelineArchive? archive = null)
{
    /// <summary>Null where nothing was heard of it.</summary>
    /// <exception cref="ArchiveUnavailableException">Memory holds nothing and the history could not be read.</exception>
    public async ValueTask<ContainerTrace?> FindAsync(string engine, string id, CancellationToken ct)
    {
        var timeline = boards.Timelines.FirstOrDefault(t => t.Engine == engine);
        if (timeline is null)
            return null;
        var remembered = NewestOf(timeline.Current.Rows.Reverse());
        if (remembered is not null || archive is null)
            return remembered;
        var filter = new TimelineFilter { Engines = [engine], ContainerId = id };
        return NewestOf(await archive.ReadBeforeAsync(filter, before: null, most: 20, ct));

        ContainerTrace? NewestOf(IEnumerable<TimelineEntry> newestFirst) => newestFirst.OfType<TimelineEvent>()
            .Where(e => e.ContainerId == id && IsOurs(e.Owner))
            .Select(e => new ContainerTrace(engine, id, e))
            .FirstOrDefault();
    }

    private bool IsOurs(string owner) => scope.OwnerOf(new Dictionary<string, string> { [scope.OwnerLabel] = owner }) is not null;
}

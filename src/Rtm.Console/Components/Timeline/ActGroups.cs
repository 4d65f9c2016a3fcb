using Rtm.Console.Commands;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>
/// Which rows hang together under the act behind them. The order of the rows is everybody's and stays as it is: an act of several events heads its newest
/// one, and those that follow it without another row between are its steps; one that stands further down names the act by itself.
/// </summary>
internal sealed class ActGroups
{
    private readonly Dictionary<TimelinePlace, ToldAct> _heads = [];
    private readonly HashSet<TimelinePlace> _steps = [];

    /// <param name="newestFirst">The rows that are drawn.</param>
    /// <param name="causes">Of these rows.</param>
    public ActGroups(List<TimelineEntry> newestFirst, IReadOnlyDictionary<TimelinePlace, Cause> causes)
    {
        var acts = newestFirst.Select(row => causes.GetValueOrDefault(TimelinePlace.Of(row))?.Act).ToList();
        foreach (var group in Enumerable.Range(0, acts.Count).Where(i => acts[i] is not null).GroupBy(i => acts[i]!.ActionId, StringComparer.Ordinal))
        {
            var rows = group.ToList();
            if (rows.Count < 2)
                continue;
            var steps = rows.Select(i => (TimelineEvent)newestFirst[i]).Reverse().Select(e => (e, causes[TimelinePlace.Of(e)].After ?? TimeSpan.Zero));
            _heads[TimelinePlace.Of(newestFirst[rows[0]])] = ToldAct.Of(acts[rows[0]]!, [.. steps]);
            for (var i = 0; i < rows.Count && rows[i] == rows[0] + i; i++)
                _steps.Add(TimelinePlace.Of(newestFirst[rows[i]]));
        }
    }

    /// <summary>The act whose heading stands above the row; null for most.</summary>
    public ToldAct? HeadOf(TimelinePlace place) => _heads.GetValueOrDefault(place);

    /// <summary>Whether the row is a step under a heading.</summary>
    public bool IsStep(TimelinePlace place) => _steps.Contains(place);
}

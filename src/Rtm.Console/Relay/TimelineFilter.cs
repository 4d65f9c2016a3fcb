using System.Collections.Immutable;

namespace Rtm.Console.Relay;

/// <summary>Which rows of the timelines are meant; what is left out doesn't narrow them.</summary>
public sealed record TimelineFilter
{
    /// <summary>Engines by name.</summary>
    public ImmutableSortedSet<string> Engines { get; init; } = [];

    /// <summary>One container, by full id.</summary>
    public string? ContainerId { get; init; }

    public string? Owner { get; init; }

    /// <summary>The engine's verbs.</summary>
    public ImmutableSortedSet<string> Actions { get; init; } = [];

    /// <summary>From this instant on, by the engine's clock.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Up to and with this instant, by the engine's clock.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Part of a container's name, id or image, or of an action; case doesn't matter.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether nothing is narrowed.</summary>
    public bool IsEverything =>
        Engines.Count == 0 && ContainerId is null && Owner is null && Actions.Count == 0 && From is null && To is null && Text.Length == 0;

    /// <summary>
    /// A gap may have swallowed what is looked for: only engine and time narrow gaps. The differences after a gap belong to their container.
    /// </summary>
    public bool Matches(TimelineEntry row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (Engines.Count > 0 && !Engines.Contains(row.Engine))
            return false;
        return row switch
        {
            TimelineGap gap => !(gap.To < From) && !(gap.From > To),
            TimelineDifference { Difference: var d } => InTime(row.At) && IsContainer(d.ContainerId) && Actions.Count == 0 && Owner is null
                && Says(d.Name, d.ContainerId, d.Before, d.After),
            TimelineEvent e => InTime(e.At) && IsContainer(e.ContainerId) && (Actions.Count == 0 || Actions.Contains(e.Action))
                && (Owner is null || Owner == e.Owner) && Says(e.Name, e.ContainerId, e.Image, e.Action),
            _ => false,
        };
    }

    private bool InTime(DateTimeOffset at) => !(at < From) && !(at > To);

    private bool IsContainer(string id) => ContainerId is null || ContainerId == id;

    private bool Says(params ReadOnlySpan<string> texts)
    {
        if (Text.Length == 0)
            return true;
        foreach (var text in texts)
        {
            if (text.Contains(Text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}

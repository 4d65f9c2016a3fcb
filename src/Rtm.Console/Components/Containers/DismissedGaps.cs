using Rtm.Console.Relay;

namespace Rtm.Console.Components.Containers;

/// <summary>The gaps that an operator has read, for as long as the browser stays connected.</summary>
public sealed class DismissedGaps
{
    private readonly HashSet<(string Engine, long Sequence)> _dismissed = [];

    public void Dismiss(TimelineGap gap)
    {
        ArgumentNullException.ThrowIfNull(gap);
        _dismissed.Add((gap.Engine, gap.Sequence));
    }

    public bool Contains(TimelineGap gap)
    {
        ArgumentNullException.ThrowIfNull(gap);
        return _dismissed.Contains((gap.Engine, gap.Sequence));
    }
}

namespace Rtm.Console.Relay;

/// <summary>Follows a timeline.</summary>
public sealed class TimelineSubscription : RelaySubscription<TimelineSnapshot, TimelineChange>
{
    internal TimelineSubscription(TimelineSnapshot snapshot, Action<RelaySubscription<TimelineSnapshot, TimelineChange>> leave)
        : base(snapshot, change => change with { Entry = null, Lagged = true }, leave)
    {
    }
}

using Rtm.Console.Relay;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public class EngineTimelineTests
{
    private readonly EngineTimeline _timeline = new("local");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Add_MoreThanItKeeps_ForgetsTheOldest()
    {
        for (var i = 0; i <= EngineTimeline.MostEvents; i++)
            _timeline.Add(Event(i));

        Assert.Equal((EngineTimeline.MostEvents, 1), (_timeline.Current.Events.Count, _timeline.Current.Events[0].Happened.TimeNano));
    }

    [Fact]
    public void AddGap_ThenEventsWithoutEnd_KeepsTheGap()
    {
        _timeline.AddGap(default, default, GapCause.Unknown);
        for (var i = 0; i < EngineTimeline.MostEvents * 2; i++)
            _timeline.Add(Event(i));

        Assert.Single(_timeline.Current.Gaps);
    }

    [Fact]
    public void Explain_Gap_ReplacesItUnderItsNumber()
    {
        var gap = _timeline.AddGap(default, default, GapCause.EngineRestarted);

        _timeline.Explain(gap, [new("id", "game", "running", "")]);

        Assert.Equal((gap.Sequence, 1), (Assert.Single(_timeline.Current.Gaps).Sequence, _timeline.Current.Gaps[0].Differences!.Count));
    }

    [Fact]
    public async Task Subscribe_ThenEvents_GetsSnapshotAndWhatFollows()
    {
        _timeline.Add(Event(1));
        using var subscription = _timeline.Subscribe();
        _timeline.Add(Event(2));

        var change = await subscription.ReadAllAsync(Ct).FirstAsync(Ct);

        Assert.Equal((1L, 2L), (subscription.Snapshot.Version, Assert.IsType<TimelineEvent>(change.Entry).Sequence));
    }

    [Fact]
    public async Task Subscribe_ReaderThatLags_GetsTheNewestSnapshotAndSaysSo()
    {
        using var subscription = _timeline.Subscribe();
        for (var i = 0; i <= TimelineSubscription.Capacity; i++)
            _timeline.Add(Event(i));

        var change = await subscription.ReadAllAsync(Ct).FirstAsync(Ct);

        Assert.Equal((true, null, TimelineSubscription.Capacity + 1), (change.Lagged, change.Entry, change.Snapshot.Events.Count));
    }

    private static EngineEvent Event(long timeNano) => new() { Action = "start", ContainerId = "a", TimeNano = timeNano };
}

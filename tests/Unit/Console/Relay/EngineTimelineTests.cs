using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public class EngineTimelineTests
{
    private readonly EngineTimeline _timeline = new("local", TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Add_MoreThanItKeeps_ForgetsTheOldest()
    {
        for (var i = 0; i <= EngineTimeline.MostRows; i++)
            _timeline.Add(Event(i));

        Assert.Equal((EngineTimeline.MostRows, 1), (_timeline.Current.Rows.Count, Assert.IsType<TimelineEvent>(_timeline.Current.Rows[0]).TimeNano));
    }

    [Fact]
    public void AddGap_ThenEventsWithoutEnd_KeepsTheGap()
    {
        _timeline.AddGap(default, default, GapCause.Unknown);
        for (var i = 0; i < EngineTimeline.MostRows * 2; i++)
            _timeline.Add(Event(i));

        Assert.Single(_timeline.Current.Gaps);
    }

    [Fact]
    public void Explain_Gap_ReplacesItUnderItsNumber()
    {
        var gap = _timeline.AddGap(default, default, GapCause.EngineRestarted);

        _timeline.Explain(gap, [new("id", "game", "running", "")], default);

        Assert.Equal((gap.Sequence, 1), (Assert.Single(_timeline.Current.Gaps).Sequence, _timeline.Current.Gaps[0].Changes));
        Assert.Equal((_timeline.Current.Gaps[0], gap.Sequence), (_timeline.Current.Rows[0], Assert.IsType<TimelineDifference>(_timeline.Current.Rows[1]).Gap));
    }

    [Fact]
    public async Task Subscribe_ThenEvents_GetsSnapshotAndWhatFollows()
    {
        _timeline.Add(Event(1));
        using var subscription = _timeline.Subscribe();
        _timeline.Add(Event(2));

        var change = await subscription.ReadAllAsync(Ct).FirstAsync(Ct);

        Assert.Equal((1L, 2L), (subscription.Snapshot.Version, Assert.IsType<TimelineEvent>(change.Entry).TimeNano));
    }

    [Fact]
    public async Task Subscribe_ReaderThatLags_GetsTheNewestSnapshotAndSaysSo()
    {
        using var subscription = _timeline.Subscribe();
        for (var i = 0; i <= TimelineSubscription.Capacity; i++)
            _timeline.Add(Event(i));

        var change = await subscription.ReadAllAsync(Ct).FirstAsync(Ct);

        Assert.Equal((true, null, TimelineSubscription.Capacity + 1), (change.Lagged, change.Entry, change.Snapshot.Rows.Count));
    }

    [Fact]
    public void Add_ClockStandsStill_NumbersGrow()
    {
        var timeline = new EngineTimeline("local", new FakeTimeProvider());
        for (var i = 0; i < 3; i++)
            timeline.Add(Event(i));

        Assert.Equal([0, 1, 2], timeline.Current.Rows.Select(r => r.Sequence - timeline.Current.Rows[0].Sequence));
    }

    [Fact]
    public void Add_Probes_LeaveTheRowsAlone()
    {
        _timeline.Add(Event(1));
        for (var i = 0; i <= EngineTimeline.MostProbes; i++)
            _timeline.Add(Event(i) with { Action = "exec_start", IsProbe = true });

        Assert.Equal((1, EngineTimeline.MostProbes, EngineTimeline.MostProbes + 1L),
            (_timeline.Current.Rows.Count, _timeline.Current.Probes.Count, _timeline.Current.ProbeCount));
    }

    private static TimelineEvent Event(long timeNano) => new("local", 0, default) { Action = "start", ContainerId = "a", TimeNano = timeNano };
}

using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>Continuity is proven or a gap is shown.</summary>
public sealed class GapTests : IAsyncDisposable
{
    private readonly RelayBench _bench = new();
    private readonly FakeEngine _engine;
    private readonly ContainerDetails[] _containers;

    public GapTests()
    {
        _engine = new("local", _bench.Clock);
        _containers = [_bench.Samples.Healthy(1), _bench.Samples.Running(2), _bench.Samples.Running(3)];
        _engine.Put(_containers);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public async Task Reconnect_NoMoreMissedThanTheEngineKeeps_IsProven(int missed)
    {
        var board = await LostAsync();
        Miss(missed);

        await ReturnAsync();

        await _bench.AgreesAsync(_engine, board, Ct);
        Assert.Empty(_bench.Timeline.Current.Gaps);
    }

    [Fact]
    public async Task Reconnect_OneMoreMissedThanTheEngineKeeps_IsAGap()
    {
        var board = await LostAsync();
        Miss(256);

        await ReturnAsync();

        await _bench.AgreesAsync(_engine, board, Ct);
        Assert.Equal(GapCause.RingOverflowed, Assert.Single(_bench.Timeline.Current.Gaps).Cause);
    }

    [Fact]
    public async Task Reconnect_EngineRestarted_SaysWhatChangedMeanwhile()
    {
        var board = await LostAsync();
        var added = _bench.Samples.ExitedWithThree(4);
        _engine.Destroy(_containers[1].Id);
        _engine.Die(_containers[2].Id, 137);
        _engine.Put(added);
        _engine.ForgetEvents();

        await ReturnAsync();
        await _bench.UntilAsync("the differences", () => _bench.Timeline.Current.Gaps is [{ Changes: not null }], Ct);

        var gap = _bench.Timeline.Current.Gaps[0];
        Assert.Equal(GapCause.EngineRestarted, gap.Cause);
        Assert.Equal(
            [new(_containers[1].Id, "game-2", "running", ""), new(_containers[2].Id, "game-3", "running", "exited (137)"), new(added.Id, "game-4", "", "exited (3)")],
            _bench.Timeline.Current.Rows.OfType<TimelineDifference>().Where(d => d.Gap == gap.Sequence).Select(d => new ContainerDifference(d.Difference.ContainerId, d.Difference.Name, d.Difference.Before, d.Difference.After)));
        await _bench.AgreesAsync(_engine, board, Ct);
    }

    [Fact]
    public async Task Reconnect_Gap_HasBothEnds()
    {
        await LostAsync();
        var last = _engine.Published[^1].OccurredAt;
        _engine.ForgetEvents();
        _bench.Clock.Advance(TimeSpan.FromSeconds(20));

        await ReturnAsync();
        await _bench.UntilAsync("the gap", () => _bench.Timeline.Current.Gaps.Count == 1, Ct);

        var gap = _bench.Timeline.Current.Gaps[0];
        Assert.Equal(last, gap.From);
        Assert.True(gap.To - gap.From >= TimeSpan.FromSeconds(20) && gap.To <= _bench.Clock.GetUtcNow(), $"{gap}");
    }

    [Fact]
    public async Task Reconnect_StreamWasDeadLongBeforeItBroke_GapBeginsBeforeWhatItMissed()
    {
        await ConnectedAsync();
        _engine.FreezeEvents();
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        var missed = _engine.Die(_containers[1].Id, 1);
        _bench.Clock.Advance(TimeSpan.FromSeconds(5));
        _engine.ForgetEvents();
        Break();

        await ReturnAsync();
        await _bench.UntilAsync("the gap", () => _bench.Timeline.Current.Gaps.Count == 1, Ct);

        Assert.InRange(missed.OccurredAt!.Value, _bench.Timeline.Current.Gaps[0].From, _bench.Timeline.Current.Gaps[0].To);
    }

    [Fact]
    public async Task Reconnect_NothingSeenButWhatWasBeforeTheStart_IsProven()
    {
        _engine.Publish(_containers[0], "start");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        var board = await _bench.StartLiveAsync(_engine, Ct);
        Break();
        _engine.Die(_containers[1].Id, 1);

        await ReturnAsync();
        await _bench.UntilAsync("the event", () => board.Current.Containers[_containers[1].Id].Facts.State == "exited", Ct);

        Assert.Equal((0, 1), (_bench.Timeline.Current.Gaps.Count, _bench.Events.Count()));
    }

    [Fact]
    public async Task Reconnect_AnotherEngineAtTheSocket_IsAGap()
    {
        await LostAsync();
        _engine.Info = _engine.Info with { EngineId = "ANOTHER" };

        await ReturnAsync();

        await _bench.UntilAsync("the gap", () => _bench.Timeline.Current.Gaps is [{ Cause: GapCause.EngineRestarted }], Ct);
    }

    [Fact]
    public async Task Reconnect_TwoEventsOfOneInstantAcrossTheCut_KeepsBoth()
    {
        var board = await LostAsync();
        var last = _engine.Published[^1].Event!;
        _engine.Publish(last with { ContainerId = _containers[1].Id, Labels = new Dictionary<string, string> { [SampleContainers.OwnerLabel] = "x" } });

        await ReturnAsync();

        await _bench.AgreesAsync(_engine, board, Ct);
        Assert.Equal(2, _bench.Events.Count(e => e.TimeNano == last.TimeNano));
    }

    [Fact]
    public async Task Stream_FallsSilent_ReplacedWithinTwentySecondsAndNothingLost()
    {
        var board = await ConnectedAsync();
        _engine.FreezeEvents();
        _engine.Die(_containers[0].Id, 1);
        var frozen = _bench.Clock.GetUtcNow();
        // Lists hang, so that only the probe can find it.
        using var hold = _engine.Hold(nameof(_engine.ListAsync));

        await _bench.UntilAsync("the end", () => board.Current.Containers[_containers[0].Id].Facts.State == "exited", Ct, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30));

        Assert.InRange((_bench.Clock.GetUtcNow() - frozen).TotalSeconds, 14, 20);
        Assert.Equal("die", _bench.Events.Last().Action);
    }

    [Fact]
    public async Task Stream_QuietButAlive_IsKept()
    {
        await ConnectedAsync();
        var probes = _engine.CountOf(nameof(_engine.ReplayEventsAsync));

        await _bench.UntilAsync("two probes", () => _engine.CountOf(nameof(_engine.ReplayEventsAsync)) >= probes + 2, Ct, TimeSpan.FromSeconds(1));

        Assert.Equal(1, _engine.CountOf(nameof(_engine.WatchEventsAsync)));
    }

    [Fact]
    public async Task List_ShowsWhatNoEventTold_CorrectsItAndSaysSo()
    {
        var board = await ConnectedAsync();
        await Eventually.TrueAsync("the details", () => board.Current.Containers[_containers[1].Id].Facts.StartedAt is not null, Ct);
        _engine.Put(_containers[1] with { Status = "exited", ExitCode = 1, FinishedAt = _bench.Clock.GetUtcNow() });

        await _bench.UntilAsync("the gap", () => _bench.Timeline.Current.Rows is [.., TimelineGap { Cause: GapCause.Unknown }, TimelineDifference { Difference: { Before: "running", After: "exited (1)" } }], Ct, TimeSpan.FromSeconds(1));

        Assert.Equal("exited", board.Current.Containers[_containers[1].Id].Facts.State);
    }

    [Fact]
    public async Task List_ShowsWhatAnEventToldWhoseInspectIsAwaited_IsNoGap()
    {
        await _bench.StartLiveAsync(_engine, Ct);
        using var hold = _engine.Hold(nameof(_engine.InspectContainerAsync));
        var added = _bench.Samples.Running(9);
        _engine.Put(added);
        _engine.Publish(added, "create");
        await Eventually.TrueAsync("the event", () => _bench.Events.Any(e => e.ContainerId == added.Id), Ct, RelayBench.Patience);

        await _bench.ReadAgainAsync(_engine, 2, Ct);

        Assert.Empty(_bench.Timeline.Current.Gaps);
    }

    [Fact]
    public async Task List_RestartThatNoEventTold_CorrectsItAndSaysSo()
    {
        var board = await ConnectedAsync();
        await Eventually.TrueAsync("the details", () => board.Current.Containers[_containers[1].Id].Facts.StartedAt is not null, Ct);
        var restarted = _bench.Clock.GetUtcNow();
        _engine.Put(_containers[1] with { StartedAt = restarted });

        await _bench.UntilAsync("the gap", () => _bench.Timeline.Current.Rows is [.., TimelineGap, TimelineDifference { Difference.After: "running again" }], Ct, TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync("the start", () => board.Current.Containers[_containers[1].Id].Facts.StartedAt == restarted, Ct);
    }

    private async Task<EngineBoard> ConnectedAsync()
    {
        var board = await _bench.StartLiveAsync(_engine, Ct);
        _engine.Publish(_containers[0], "health_status: healthy");
        await Eventually.TrueAsync("the first event", () => _bench.Events.Count() == 1, Ct);
        return board;
    }

    private async Task<EngineBoard> LostAsync()
    {
        var board = await ConnectedAsync();
        Break();
        await Eventually.TrueAsync("the loss", () => board.Current.Connection.Phase == ConnectionPhase.Reconnecting, Ct);
        return board;
    }

    private void Break() => _engine.BreakEvents(new EngineStreamException(new("local", "watch events", ""), "cut"));

    private void Miss(int count)
    {
        for (var i = 0; i < count; i++)
            _engine.Happen(_containers[i % 3].Id, "rename", c => c with { Name = $"renamed-{i}" });
    }

    private Task ReturnAsync() => _bench.UntilAsync("another stream", () => _engine.CountOf(nameof(_engine.WatchEventsAsync)) >= 2, Ct);
}

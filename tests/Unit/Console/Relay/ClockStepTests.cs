using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>Whatever the engine's clock does: no event is skipped, nothing freezes, and a gap is called by its cause.</summary>
public sealed class ClockStepTests : IAsyncDisposable
{
    private readonly RelayBench _bench = new();
    private readonly FakeEngine _engine;
    private readonly ContainerDetails[] _containers;

    public ClockStepTests()
    {
        _engine = new("local", _bench.Clock);
        _containers = [_bench.Samples.Healthy(1), _bench.Samples.Running(2), _bench.Samples.Running(3)];
        _engine.Put(_containers);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public async Task Clock_StepsWhileConnected_NeitherSkipsNorFreezes(int minutes)
    {
        var board = await ConnectedAsync();
        _engine.ClockSkew = TimeSpan.FromMinutes(minutes);
        _engine.Die(_containers[0].Id, 1);
        await Eventually.TrueAsync("the event after the step", () => board.Current.Containers[_containers[0].Id].Facts.State == "exited", Ct);

        Break();
        _engine.Die(_containers[1].Id, 1);
        _engine.Die(_containers[2].Id, 1);
        await ReturnAsync();

        await _bench.AgreesAsync(_engine, board, Ct);
        Assert.Empty(_bench.Timeline.Current.Gaps);
    }

    [Fact]
    public async Task Clock_StepsBackWhileDisconnected_IsAGapAndNoFreeze()
    {
        var board = await LostAsync();
        _engine.ClockSkew = TimeSpan.FromMinutes(-10);
        _engine.Die(_containers[1].Id, 1);

        await ReturnAsync();
        await _bench.UntilAsync("the gap", () => _bench.Timeline.Current.Gaps is [{ Cause: GapCause.ClockStepped }], Ct);
        await _engine.WaitForListenersAsync(1, Ct);
        _engine.Die(_containers[2].Id, 1);

        await Eventually.TrueAsync("an event after it", () => board.Current.Containers[_containers[2].Id].Facts.State == "exited", Ct);
    }

    [Fact]
    public async Task Clock_StepsBackWhileDisconnectedButNotBehindAllThatWasSeen_IsProven()
    {
        var board = await ConnectedAsync();
        _bench.Clock.Advance(TimeSpan.FromMinutes(15));
        _engine.Publish(_containers[0], "health_status: healthy");
        await Eventually.TrueAsync("the second event", () => _bench.Events.Count() == 2, Ct);
        Break();
        Step(-10);
        _engine.Die(_containers[1].Id, 1);

        await ReturnAsync();
        await _bench.AgreesAsync(_engine, board, Ct);
        _engine.Die(_containers[2].Id, 1);

        await Eventually.TrueAsync("an event after it", () => board.Current.Containers[_containers[2].Id].Facts.State == "exited", Ct);
        Assert.Empty(_bench.Timeline.Current.Gaps);
    }

    [Fact]
    public async Task Clock_StepsBackAndForthWhileDisconnected_IsProven()
    {
        var board = await LostAsync();
        Step(-10);
        _engine.Die(_containers[1].Id, 1);
        Step(10);

        await ReturnAsync();

        await _bench.AgreesAsync(_engine, board, Ct);
        Assert.Empty(_bench.Timeline.Current.Gaps);
    }

    [Fact]
    public async Task Clock_StepsBackWhileConnectedAndQuiet_CostsOneGapAndCallsNothingRestarted()
    {
        var board = await ConnectedAsync();
        Step(-10);

        await ReturnAsync();
        _bench.Clock.Advance(TimeSpan.FromSeconds(1));
        var streams = _engine.CountOf(nameof(_engine.WatchEventsAsync));
        var probes = _engine.CountOf(nameof(_engine.ReplayEventsAsync));
        await _bench.UntilAsync("two more probes", () => _engine.CountOf(nameof(_engine.ReplayEventsAsync)) >= probes + 2, Ct, TimeSpan.FromSeconds(1));

        Assert.Equal(streams, _engine.CountOf(nameof(_engine.WatchEventsAsync)));
        Assert.Equal([GapCause.ClockStepped], _bench.Timeline.Current.Gaps.Select(g => g.Cause));
        await _bench.AgreesAsync(_engine, board, Ct);
    }

    private void Step(int minutes) => _engine.ClockSkew += TimeSpan.FromMinutes(minutes);

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

    private Task ReturnAsync(int streams = 2) =>
        _bench.UntilAsync("another stream", () => _engine.CountOf(nameof(_engine.WatchEventsAsync)) >= streams && _engine.Listeners == 1, Ct);
}

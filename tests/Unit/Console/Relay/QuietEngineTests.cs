using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>An engine that remembers no message at all: whether it is quiet or has forgotten, only its run tells.</summary>
public sealed class QuietEngineTests : IAsyncDisposable
{
    private readonly RelayBench _bench = new();
    private readonly FakeEngine _engine;
    private readonly ContainerDetails _container;

    public QuietEngineTests()
    {
        _engine = new("local", _bench.Clock);
        _container = _bench.Samples.Running(1);
        _engine.Put(_container);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Reconnect_SameRun_IsNoGapHoweverOften()
    {
        await _bench.StartLiveAsync(_engine, Ct);

        for (var time = 2; time < 5; time++)
            await ReconnectAsync(time);

        Assert.Empty(_bench.Timeline.Current.Gaps);
    }

    [Fact]
    public async Task Reconnect_FirstMessagesMissed_ArriveWithoutGap()
    {
        await _bench.StartLiveAsync(_engine, Ct);
        Break();
        _engine.Die(_container.Id, 1);

        await _bench.UntilAsync("the event", () => _bench.Events.Any(), Ct);

        Assert.Empty(_bench.Timeline.Current.Gaps);
    }

    [Fact]
    public async Task Reconnect_FirstMessagesMoreThanTheEngineKeeps_IsAGap()
    {
        await _bench.StartLiveAsync(_engine, Ct);
        Break();
        for (var i = 0; i < 257; i++)
            _engine.Happen(_container.Id, "rename", c => c with { Name = $"renamed-{i}" });

        await GapAsync(GapCause.RingOverflowed);
    }

    [Fact]
    public async Task Reconnect_AnotherRun_IsAGapBecauseTheEngineRestarted()
    {
        await _bench.StartLiveAsync(_engine, Ct);
        _engine.ForgetEvents();
        Break();

        await GapAsync(GapCause.EngineRestarted);
    }

    [Fact]
    public async Task Reconnect_NoSignOfARun_IsAGapOfUnknownCause()
    {
        _engine.RunId = "";
        await _bench.StartLiveAsync(_engine, Ct);
        Break();

        await GapAsync(GapCause.Unknown);
    }

    [Fact]
    public async Task Reconnect_RunRefused_IsAGapOfUnknownCause()
    {
        _engine.Fail(nameof(_engine.ReadRunIdAsync), new EngineException(new("local", "read run", ""), "forbidden"));
        await _bench.StartLiveAsync(_engine, Ct);
        Break();

        await GapAsync(GapCause.Unknown);
    }

    [Fact]
    public async Task Reconnect_AgainAfterARestart_IsNoFurtherGap()
    {
        _engine.Publish(_container, "start");
        await _bench.StartLiveAsync(_engine, Ct);
        _engine.ForgetEvents();
        await ReconnectAsync(2);
        await GapAsync(GapCause.EngineRestarted);

        await ReconnectAsync(3);
        await ReconnectAsync(4);

        Assert.Single(_bench.Timeline.Current.Gaps);
    }

    private void Break() => _engine.BreakEvents(new EngineStreamException(new("local", "watch events", ""), "cut"));

    private async Task ReconnectAsync(int streams)
    {
        Break();
        await _bench.UntilAsync("another stream", () => _engine.CountOf(nameof(_engine.WatchEventsAsync)) >= streams && _engine.Listeners == 1, Ct);
    }

    private Task GapAsync(GapCause cause) =>
        _bench.UntilAsync("the gap", () => _bench.Timeline.Current.Gaps is [{ Changes: not null } gap] && gap.Cause == cause, Ct);
}

using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>What an event does to the board. The clock stands still: nothing here waits for a timer.</summary>
public sealed class WatchTests : IAsyncDisposable
{
    private readonly RelayBench _bench = new();
    private readonly FakeEngine _engine;

    public WatchTests() => _engine = new("local", _bench.Clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Event_Die_ReachesTheBoardWithoutAnyTimer()
    {
        var container = _bench.Samples.Healthy();
        _engine.Put(container);
        var board = await _bench.StartLiveAsync(_engine, Ct);

        _engine.Die(container.Id, 137, oomKilled: true);

        await Eventually.TrueAsync("the end", () => board.Current.Containers[container.Id].Facts is { State: "exited", ExitCode: 137, OomKilled: true }, Ct);
    }

    [Fact]
    public async Task Event_CreateOfTheScope_AddsIt()
    {
        var board = await _bench.StartLiveAsync(_engine, Ct);
        var container = _bench.Samples.NeverStarted();
        _engine.Put(container);

        _engine.Publish(container, "create");

        await Eventually.TrueAsync("the container", () => board.Current.Containers.ContainsKey(container.Id), Ct);
    }

    [Fact]
    public async Task Event_OutsideTheScope_IsNeverInspected()
    {
        await _bench.StartLiveAsync(_engine, Ct);
        var foreign = _bench.Samples.Running(1) with { Labels = new Dictionary<string, string>() };
        var ours = _bench.Samples.Running(2);
        _engine.Put(foreign, ours);
        _engine.Publish(foreign, "start");
        _engine.Publish(ours, "start");

        await _engine.WaitForCallAsync(nameof(_engine.InspectContainerAsync), Ct);

        Assert.DoesNotContain(_engine.Calls, call => call.Target == foreign.Id);
    }

    [Fact]
    public async Task Event_Destroy_RemovesItAlthoughAnInspectIsUnderWay()
    {
        var container = _bench.Samples.Healthy();
        _engine.Put(container);
        var board = await _bench.StartLiveAsync(_engine, Ct);
        await Eventually.TrueAsync("the first details", () => board.Current.Containers[container.Id].Facts.RestartCount is not null, Ct);
        using var subscription = board.Subscribe();
        var before = _engine.CountOf(nameof(_engine.InspectContainerAsync));
        var hold = _engine.Hold(nameof(_engine.InspectContainerAsync));
        _engine.Publish(container, "kill");
        await _engine.WaitForCallAsync(nameof(_engine.InspectContainerAsync), Ct, before + 1);

        _engine.Publish(container, "destroy");
        await Eventually.TrueAsync("the removal", () => board.Current.Containers.IsEmpty, Ct);
        hold.Dispose();
        var other = _bench.Samples.Running(9);
        _engine.Put(other);
        _engine.Publish(other, "start");
        await Eventually.TrueAsync("a later event", () => board.Current.Containers.ContainsKey(other.Id), Ct);

        Assert.DoesNotContain(container.Id, board.Current.Containers.Keys);
    }

    [Fact]
    public async Task Event_Rename_ShowsTheNewName()
    {
        var container = _bench.Samples.Healthy();
        _engine.Put(container);
        var board = await _bench.StartLiveAsync(_engine, Ct);

        _engine.Happen(container.Id, "rename", c => c with { Name = "renamed" });

        await Eventually.TrueAsync("the name", () => board.Current.Containers[container.Id].Name == "renamed", Ct);
    }

    [Fact]
    public async Task Event_ExecNoise_CausesNoInspectAndNoRow()
    {
        var container = _bench.Samples.Healthy();
        _engine.Put(container);
        var board = await _bench.StartLiveAsync(_engine, Ct);
        await Eventually.TrueAsync("the details", () => board.Current.Containers[container.Id].Facts.RestartCount is not null, Ct);
        var before = _engine.CountOf(nameof(_engine.InspectContainerAsync));

        for (var i = 0; i < 50; i++)
            _engine.Publish(container, i % 2 == 0 ? "exec_start" : "exec_die");
        _engine.Publish(container, "pause");
        await Eventually.TrueAsync("the last event", () => _bench.Events.Any(), Ct);
        await _engine.WaitForCallAsync(nameof(_engine.InspectContainerAsync), Ct, before + 1);

        Assert.Equal((before + 1, "pause"), (_engine.CountOf(nameof(_engine.InspectContainerAsync)), Assert.Single(_bench.Events).Action));
    }

    [Fact]
    public async Task Event_OtherTypes_MoveTheCursor()
    {
        await _bench.StartLiveAsync(_engine, Ct);
        var container = _bench.Samples.Healthy();
        _engine.Put(container);
        _engine.Publish(container, "start");
        for (var i = 0; i < 300; i++)
            _engine.Publish(new EngineMessage { Type = "network", Action = "connect", ActorId = $"{i}", TimeNano = Nano(_bench.Clock.GetUtcNow()) + 1000 + i });
        _engine.Publish(new EngineMessage { Type = "unheard of", TimeNano = Nano(_bench.Clock.GetUtcNow()) + 5000 });
        await Eventually.TrueAsync("the event", () => _bench.Events.Count() == 1, Ct);

        _engine.BreakEvents(new EngineStreamException(new("local", "watch events", ""), "cut"));
        await _bench.UntilAsync("another stream", () => _engine.CountOf(nameof(_engine.WatchEventsAsync)) == 2, Ct);

        Assert.Empty(_bench.Timeline.Current.Gaps);
    }

    [Fact]
    public async Task Storm_FiveThousandEventsAndAViewerThatNeverReads_EndsRight()
    {
        _engine.Put(Enumerable.Range(1, 20).Select(_bench.Samples.Running));
        var board = await _bench.StartLiveAsync(_engine, Ct);
        using var never = board.Subscribe();
        using var neverEither = _bench.Timeline.Subscribe();
        var before = _engine.CountOf(nameof(_engine.InspectContainerAsync));

        for (var i = 0; i < 5_000; i++)
            _engine.Happen(SampleContainers.IdOf(i % 20 + 1), "rename", c => c with { Name = $"name-{i}" });

        await _bench.AgreesAsync(_engine, board, Ct);
        Assert.Empty(_bench.Timeline.Current.Gaps);
        Assert.InRange(_engine.CountOf(nameof(_engine.InspectContainerAsync)) - before, 1, 5_000);
    }

    [Fact]
    public async Task Run_ListHangs_EventsReachTheBoardAllTheSame()
    {
        using var hold = _engine.Hold(nameof(_engine.ListAsync));
        var board = _bench.Start(_engine);
        await _engine.WaitForListenersAsync(1, Ct);
        var container = _bench.Samples.Running(1);
        _engine.Put(container);

        _engine.Publish(container, "start");

        await Eventually.TrueAsync("the container", () => board.Current.Containers.ContainsKey(container.Id), Ct);
    }

    private static long Nano(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks * 100;
}

using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public sealed class EnginePumpTests : IAsyncDisposable
{
    private readonly RelayBench _bench = new();
    private readonly FakeEngine _engine;

    public EnginePumpTests() => _engine = new("local", _bench.Clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Run_EngineAnswers_ShowsListAndDetails()
    {
        _engine.Put(_bench.Samples.CrashLooping());
        var board = _bench.Start(_engine);

        await _bench.UntilAsync("the restart count", () => board.Current.Containers.Values.Any(c => c.Facts.RestartCount == 12), Ct);

        Assert.Equal(ConnectionPhase.Live, board.Current.Connection.Phase);
    }

    [Fact]
    public async Task Run_EngineAnswers_ShowsItsVersion()
    {
        var board = _bench.Start(_engine);

        await _bench.UntilAsync("the version", () => board.Current.Info?.Version == "20.10.24", Ct);
    }

    [Fact]
    public async Task Run_EngineHidesItsInfo_IsLiveAllTheSame()
    {
        _engine.Fail(nameof(_engine.GetEngineInfoAsync), new EngineException(new("local", "read info", ""), "403"));
        var board = _bench.Start(_engine);

        await _bench.ReadAgainAsync(_engine, 1, Ct);

        Assert.Equal(ConnectionPhase.Live, board.Current.Connection.Phase);
    }

    [Fact]
    public async Task Run_ContainerOfAnotherOwner_IsNotShown()
    {
        await using var bench = new RelayBench(new() { Owners = ["someone-else"] });
        var engine = new FakeEngine("local", bench.Clock);
        engine.Put(bench.Samples.EveryState());
        var board = bench.Start(engine);

        await bench.ReadAgainAsync(engine, 1, Ct);

        Assert.Empty(board.Current.Containers);
    }

    [Fact]
    public async Task Run_ContainerOfAnotherOwner_IsNeverInspected()
    {
        await using var bench = new RelayBench(new() { Owners = ["someone-else"] });
        var engine = new FakeEngine("local", bench.Clock);
        engine.Put(bench.Samples.EveryState());
        bench.Start(engine);

        await bench.ReadAgainAsync(engine, 1, Ct);

        Assert.Equal(0, engine.CountOf(nameof(engine.InspectContainerAsync)));
    }

    [Fact]
    public async Task Run_EngineGoesDown_GivesItsWordsAsReason()
    {
        var board = _bench.Start(_engine);
        await _bench.UntilAsync("live", () => board.Current.Connection.Phase == ConnectionPhase.Live, Ct);

        _engine.GoDown();
        await _bench.UntilAsync("its words", () => board.Current.Connection.Reason?.Contains("no such socket", StringComparison.Ordinal) == true, Ct);

        Assert.Equal(ConnectionPhase.Reconnecting, board.Current.Connection.Phase);
    }

    [Fact]
    public async Task Run_EngineStaysDown_BecomesStaleAndKeepsWhatItKnows()
    {
        _engine.Put(_bench.Samples.Healthy());
        var board = _bench.Start(_engine);
        await _bench.UntilAsync("live", () => board.Current.Connection.Phase == ConnectionPhase.Live, Ct);

        _engine.GoDown();
        await _bench.UntilAsync("stale", () => board.Current.Connection.Phase == ConnectionPhase.Stale, Ct);

        Assert.Single(board.Current.Containers);
    }

    [Fact]
    public async Task Run_EngineComesBack_IsLiveAgain()
    {
        _engine.GoDown();
        var board = _bench.Start(_engine);
        await _bench.UntilAsync("a reason", () => board.Current.Connection.Reason is not null, Ct);

        _engine.ComeBack();

        await _bench.UntilAsync("live", () => board.Current.Connection.Phase == ConnectionPhase.Live, Ct);
    }

    [Fact]
    public async Task Run_OneEngineHangs_TheOtherIsLive()
    {
        using var hold = _engine.Hold(nameof(_engine.ListAsync));
        var stuck = _bench.Start(_engine);
        var other = _bench.Start(new FakeEngine("other", _bench.Clock));

        await _bench.UntilAsync("the other engine", () => other.Current.Connection.Phase == ConnectionPhase.Live, Ct);

        Assert.Equal(ConnectionPhase.Connecting, stuck.Current.Connection.Phase);
    }

    [Fact]
    public async Task Run_OneContainerCannotBeInspected_SaysWhyOnIt()
    {
        _engine.Put(_bench.Samples.Healthy());
        _engine.Fail(nameof(_engine.InspectContainerAsync), new EngineException(new("local", "inspect container", ""), "malformed answer"));
        var board = _bench.Start(_engine);

        await _bench.UntilAsync("the reason", () => board.Current.Containers.Values.Any(c => c.DetailsError == "malformed answer"), Ct);

        Assert.Equal(ConnectionPhase.Live, board.Current.Connection.Phase);
    }

    [Fact]
    public async Task Run_ManyContainersUnchanged_AreNotInspectedAgainEachTime()
    {
        _engine.Put(Enumerable.Range(1, 2000).Select(_bench.Samples.Running));
        var board = _bench.Start(_engine);
        await _bench.UntilAsync("all details", () => board.Current.Containers.Count == 2000 && board.Current.Containers.Values.All(c => c.Facts.RestartCount is not null), Ct);
        var before = _engine.CountOf(nameof(_engine.InspectContainerAsync));

        await _bench.ReadAgainAsync(_engine, 3, Ct);

        Assert.Equal(before, _engine.CountOf(nameof(_engine.InspectContainerAsync)));
    }

    [Fact]
    public async Task Run_ManyViewers_CostTheEngineNothing()
    {
        var board = _bench.Start(_engine);
        await _bench.UntilAsync("live", () => board.Current.Connection.Phase == ConnectionPhase.Live, Ct);
        var before = _engine.Calls.Count;

        var viewers = Enumerable.Range(0, 100).Select(_ => board.Subscribe()).ToArray();

        Assert.Equal(before, _engine.Calls.Count);
        Array.ForEach(viewers, v => v.Dispose());
    }

    [Fact]
    public async Task RetryNow_WhileWaiting_AsksBeforeTheBackoffEnds()
    {
        _engine.Fail(nameof(_engine.ListAsync), new EngineException(new("local", "list", ""), "refused"));
        var board = _bench.Start(_engine);
        await _bench.UntilAsync("a long wait", () => board.Current.Connection.NextTry - _bench.Clock.GetUtcNow() > TimeSpan.FromSeconds(3), Ct);
        var due = board.Current.Connection.NextTry;
        var tries = _engine.CountOf(nameof(_engine.ListAsync));

        await Eventually.TrueAsync("the retry", () =>
        {
            board.RetryNow();
            if (_bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(1) < due)
                _bench.Clock.Advance(TimeSpan.FromMilliseconds(50));
            return _engine.CountOf(nameof(_engine.ListAsync)) > tries;
        }, Ct);

        Assert.True(_bench.Clock.GetUtcNow() < due);
    }

    [Fact]
    public async Task Run_StreamBreaks_TriesAgainWithinAQuarterOfASecond()
    {
        var board = await _bench.StartLiveAsync(_engine, Ct);
        _engine.BreakEvents(new EngineStreamException(new("local", "watch events", ""), "cut"));
        await Eventually.TrueAsync("the loss", () => board.Current.Connection.Phase == ConnectionPhase.Reconnecting, Ct);

        Assert.InRange((board.Current.Connection.NextTry - _bench.Clock.GetUtcNow())!.Value.TotalMilliseconds, 0, 250);
    }

    [Fact]
    public async Task Run_SocketGoneForHalfAMinute_IsLiveWithinASecondOfItsReturn()
    {
        var board = await _bench.StartLiveAsync(_engine, Ct);
        _engine.GoDown();
        var back = _bench.Clock.GetUtcNow().AddSeconds(30);
        await _bench.UntilAsync("half a minute", () => _bench.Clock.GetUtcNow() >= back, Ct, TimeSpan.FromMilliseconds(250));

        _engine.ComeBack();
        var wait = board.Current.Connection.NextTry - _bench.Clock.GetUtcNow();
        await _bench.UntilAsync("live", () => board.Current.Connection.Phase == ConnectionPhase.Live, Ct);

        Assert.True(wait <= TimeSpan.FromSeconds(0.75), $"The next try was {wait} away.");
    }
}

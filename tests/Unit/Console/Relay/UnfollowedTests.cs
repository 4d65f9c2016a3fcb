using System.Net;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>An engine that answers with its list but doesn't tell its events.</summary>
public sealed class UnfollowedTests : IAsyncDisposable
{
    private readonly RelayBench _bench = new();
    private readonly FakeEngine _engine;
    private readonly ContainerDetails[] _containers;

    public UnfollowedTests()
    {
        _engine = new("local", _bench.Clock);
        _containers = [_bench.Samples.Healthy(1), _bench.Samples.Running(2), _bench.Samples.Running(3)];
        _engine.Put(_containers);
    }

    public enum Silence
    {
        ServerError,
        Forbidden,
        EndsAtOnce,
        NeverAnswers,
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData(Silence.ServerError)]
    [InlineData(Silence.Forbidden)]
    [InlineData(Silence.EndsAtOnce)]
    [InlineData(Silence.NeverAnswers)]
    public async Task Events_NeverTold_ListIsShownAllTheSame(Silence how)
    {
        Silent(how);
        var board = _bench.Start(_engine);

        await UnfollowedAsync(board);

        Assert.Equal(3, board.Current.Containers.Count);
        Assert.NotNull(board.Current.Connection.Reason);
    }

    [Theory]
    [InlineData(Silence.ServerError)]
    [InlineData(Silence.Forbidden)]
    [InlineData(Silence.EndsAtOnce)]
    [InlineData(Silence.NeverAnswers)]
    public async Task Events_NoLongerTold_ListGoesOn(Silence how)
    {
        var board = await WatchedAsync();
        Silent(how);
        Break();
        await UnfollowedAsync(board);

        _engine.Die(_containers[1].Id, 1);

        await _bench.UntilAsync("the list", () => board.Current.Containers[_containers[1].Id].Facts.State == "exited", Ct);
        Assert.Equal(ConnectionPhase.Unfollowed, board.Current.Connection.Phase);
    }

    [Fact]
    public async Task Events_NeverTold_DetailsAreRead()
    {
        Silent(Silence.ServerError);
        _engine.Put(Enumerable.Range(10, 200).Select(_bench.Samples.Running));
        var board = _bench.Start(_engine);

        await _bench.UntilAsync("all details", () => board.Current.Containers.Count == 203 && board.Current.Containers.Values.All(c => c.Facts.RestartCount is not null), Ct);
    }

    [Theory]
    [InlineData(Silence.ServerError)]
    [InlineData(Silence.Forbidden)]
    [InlineData(Silence.EndsAtOnce)]
    public async Task Events_NotTold_EngineIsListedFifteenTimesAMinuteAtMost(Silence how)
    {
        Silent(how);
        var board = _bench.Start(_engine);
        await UnfollowedAsync(board);
        // The first tries are close together.
        await _bench.UntilAsync("long waits", () => board.Current.Connection.NextTry - _bench.Clock.GetUtcNow() > TimeSpan.FromSeconds(3.5), Ct);
        var (lists, end) = (_engine.CountOf(nameof(_engine.ListAsync)), _bench.Clock.GetUtcNow().AddMinutes(1));

        await _bench.UntilAsync("a minute", () => _bench.Clock.GetUtcNow() >= end, Ct, TimeSpan.FromMilliseconds(500));

        Assert.InRange(_engine.CountOf(nameof(_engine.ListAsync)) - lists, 1, 15);
    }

    [Fact]
    public async Task Events_NotTold_RowsAreCalledCompleteUntilTheLossAlone()
    {
        var board = await WatchedAsync();
        Silent(Silence.ServerError);
        Break();
        await UnfollowedAsync(board);
        var until = board.Current.FollowedUntil;

        await _bench.UntilAsync("a later list", () => board.Current.AsOf > until + TimeSpan.FromSeconds(10), Ct, TimeSpan.FromMilliseconds(500));

        Assert.Equal(until, board.Current.FollowedUntil);
    }

    [Fact]
    public async Task List_FailsToo_IsStale()
    {
        var board = await WatchedAsync();
        Silent(Silence.ServerError);
        Break();
        await UnfollowedAsync(board);

        _engine.GoDown();

        await _bench.UntilAsync("stale", () => board.Current.Connection.Phase == ConnectionPhase.Stale, Ct);
    }

    [Theory]
    [InlineData(Silence.ServerError)]
    [InlineData(Silence.EndsAtOnce)]
    public async Task Events_ToldAgain_NothingForgotten_EveryEventIsARowAndThereIsNoGap(Silence how)
    {
        var board = await WatchedAsync();
        Silent(how);
        Break();
        await UnfollowedAsync(board);
        await ChangeAsync(board);

        await HealedAsync(board);

        Assert.Empty(_bench.Timeline.Current.Gaps);
        Assert.Empty(_bench.Timeline.Current.Rows.OfType<TimelineDifference>());
        await _bench.AgreesAsync(_engine, board, Ct);
    }

    [Theory]
    [InlineData(Silence.ServerError)]
    [InlineData(Silence.EndsAtOnce)]
    [InlineData(Silence.Forbidden)]
    public async Task Events_ToldAgain_Forgotten_IsOneGapWithWhatTheListsShowed(Silence how)
    {
        var board = await WatchedAsync();
        Silent(how);
        Break();
        await UnfollowedAsync(board);
        await ChangeAsync(board, isForgotten: true);

        await HealedAsync(board);

        await ExplainedAsync();
        Assert.Equal(["running", "running"], Differences().Select(d => d.Before));
        Assert.Equal(["exited (1)", ""], Differences().Select(d => d.After).OrderDescending());
    }

    [Fact]
    public async Task Events_ToldForTheFirstTime_EngineRemembersAll_ShowsWhatFollowedTheFirstListAndNoGap()
    {
        _engine.Publish(_containers[0], "start");
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Silent(Silence.ServerError);
        var board = _bench.Start(_engine);
        await UnfollowedAsync(board);
        await ChangeAsync(board);

        await HealedAsync(board);

        Assert.Empty(_bench.Timeline.Current.Gaps);
        Assert.Equal(["die", "destroy"], _bench.Events.Select(e => e.Action));
    }

    [Fact]
    public async Task Events_ToldForTheFirstTime_Forgotten_IsOneGapSinceTheFirstList()
    {
        Silent(Silence.ServerError);
        var board = _bench.Start(_engine);
        var begun = _bench.Clock.GetUtcNow();
        await UnfollowedAsync(board);
        await ChangeAsync(board, isForgotten: true);

        await HealedAsync(board);

        await ExplainedAsync();
        Assert.InRange(_bench.Timeline.Current.Gaps[0].From, begun, begun.AddSeconds(1));
        Assert.Equal(2, Differences().Count());
    }

    [Fact]
    public async Task Events_Forbidden_TheOneGapGrows()
    {
        var board = await WatchedAsync();
        Silent(Silence.Forbidden);
        Break();
        await _bench.UntilAsync("the gap", () => _bench.Timeline.Current.Gaps.Count == 1, Ct);
        var first = _bench.Timeline.Current.Gaps[0];

        await _bench.UntilAsync("its growth", () => _bench.Timeline.Current.Gaps[^1].To > first.To.AddMinutes(1), Ct, TimeSpan.FromSeconds(1));

        var gap = Assert.Single(_bench.Timeline.Current.Gaps);
        Assert.Equal((first.Sequence, first.From, null), (gap.Sequence, gap.From, gap.Changes));
        Assert.Equal(gap, Assert.Single(_bench.Timeline.Current.Rows.OfType<TimelineGap>()));
    }

    [Fact]
    public async Task Stream_EndsAtOnceEachTime_IsNotCalledLiveInBetween()
    {
        Silent(Silence.EndsAtOnce);
        var board = _bench.Start(_engine);
        await UnfollowedAsync(board);
        using var subscription = board.Subscribe();
        var lists = _engine.CountOf(nameof(_engine.ListAsync));
        await _bench.UntilAsync("more lists", () => _engine.CountOf(nameof(_engine.ListAsync)) > lists + 5, Ct);

        subscription.Dispose();
        Assert.Equal([ConnectionPhase.Unfollowed], await subscription.ReadAllAsync(Ct).Select(change => change.Snapshot.Connection.Phase).Distinct().ToListAsync(Ct));
    }

    [Fact]
    public async Task Stream_HoldsAfterBreakingAtOnce_IsLiveOnceItHasHeld()
    {
        Silent(Silence.EndsAtOnce);
        var board = _bench.Start(_engine);
        await UnfollowedAsync(board);

        await HealedAsync(board);
    }

    private void Silent(Silence how)
    {
        foreach (var operation in how == Silence.EndsAtOnce ? [nameof(_engine.WatchEventsAsync)] : new[] { nameof(_engine.ReplayEventsAsync), nameof(_engine.WatchEventsAsync) })
            _engine.Fail(operation, Fault(how, operation));
    }

    private static EngineException Fault(Silence how, string operation) => how switch
    {
        Silence.ServerError => new(new("local", operation, "", HttpStatusCode.ServiceUnavailable), "Docker Engine 'local' answered 503."),
        Silence.Forbidden => new(new("local", operation, "", HttpStatusCode.Forbidden), "Docker Engine 'local' answered 403."),
        Silence.EndsAtOnce => new EngineStreamException(new("local", operation, ""), "The event stream of Docker Engine 'local' ended."),
        _ => new EngineTimeoutException(new("local", operation, ""), "Docker Engine 'local' did not answer in time."),
    };

    private void Break() => _engine.BreakEvents(new EngineStreamException(new("local", "watch events", ""), "cut"));

    private async Task<EngineBoard> WatchedAsync()
    {
        var board = await _bench.StartLiveAsync(_engine, Ct);
        _engine.Publish(_containers[0], "pause");
        await Eventually.TrueAsync("the first event", () => _bench.Events.Count() == 1, Ct);
        await _bench.UntilAsync("a session that held", () => _engine.CountOf(nameof(_engine.ListAsync)) > 1, Ct, TimeSpan.FromSeconds(1));
        return board;
    }

    private Task UnfollowedAsync(EngineBoard board) =>
        _bench.UntilAsync("a list without events", () => board.Current.Connection is { Phase: ConnectionPhase.Unfollowed, NextTry: not null }, Ct);

    /// <summary>One container ends and one goes, and lists have shown it.</summary>
    private Task ChangeAsync(EngineBoard board, bool isForgotten = false)
    {
        _engine.Die(_containers[1].Id, 1);
        _engine.Destroy(_containers[2].Id);
        if (isForgotten)
            _engine.ForgetEvents();
        return _bench.UntilAsync("lists that show it", () => board.Current.Containers.Count == 2 && board.Current.Containers[_containers[1].Id].Facts.State == "exited", Ct);
    }

    private Task HealedAsync(EngineBoard board)
    {
        _engine.ComeBackRemembering();
        return _bench.UntilAsync("live", () => board.Current.Connection.Phase == ConnectionPhase.Live, Ct);
    }

    private async Task ExplainedAsync()
    {
        await _bench.UntilAsync("the explained gap", () => _bench.Timeline.Current.Gaps is [{ Changes: not null }], Ct);
        Assert.Equal(_bench.Timeline.Current.Gaps[0], Assert.Single(_bench.Timeline.Current.Rows.OfType<TimelineGap>()));
    }

    private IEnumerable<ContainerDifference> Differences() => _bench.Timeline.Current.Rows.OfType<TimelineDifference>().Select(d => d.Difference);
}

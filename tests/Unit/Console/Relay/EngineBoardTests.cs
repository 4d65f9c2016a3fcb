using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public class EngineBoardTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly EngineBoard _board;

    public EngineBoardTests() => _board = new("local", _clock, TimeSpan.FromSeconds(10));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void ShowList_FirstAnswer_IsLive()
    {
        _board.ShowList([Container("a")]);

        Assert.Equal(ConnectionPhase.Live, _board.Current.Connection.Phase);
    }

    [Fact]
    public void ShowList_ContainerNoLongerListed_IsRemoved()
    {
        _board.ShowList([Container("a"), Container("b")]);
        _board.ShowList([Container("b")]);

        Assert.Equal(["b"], _board.Current.Containers.Keys);
    }

    [Fact]
    public void ShowList_SameAgain_IsNoChange()
    {
        _board.ShowList([Container("a")]);
        var before = _board.Current.Version;

        _board.ShowList([Container("a")]);

        Assert.Equal(before, _board.Current.Version);
    }

    [Fact]
    public void ShowList_SameAgain_MovesItsTime()
    {
        _board.ShowList([Container("a")]);
        _clock.Advance(TimeSpan.FromSeconds(5));

        _board.ShowList([Container("a")]);

        Assert.Equal(_clock.GetUtcNow(), _board.Current.AsOf);
    }

    [Fact]
    public void Remove_Container_TakesOnlyThatOne()
    {
        _board.ShowList([Container("a"), Container("b")]);

        _board.Remove("a");

        Assert.Equal(["b"], _board.Current.Containers.Keys);
    }

    [Fact]
    public void Confirm_WhileLive_MovesItsTimeWithoutAChange()
    {
        _board.ShowList([]);
        var before = _board.Current.Version;
        _clock.Advance(TimeSpan.FromSeconds(5));

        _board.Confirm(_clock.GetUtcNow());

        Assert.Equal((_clock.GetUtcNow(), before), (_board.Current.AsOf, _board.Current.Version));
    }

    [Fact]
    public void ShowFailure_NothingKnownYet_IsConnectingWithReason()
    {
        _board.ShowFailure("no such socket", null);

        Assert.Equal((ConnectionPhase.Connecting, "no such socket"), (_board.Current.Connection.Phase, _board.Current.Connection.Reason));
    }

    [Fact]
    public void ShowFailure_PictureStillFresh_IsReconnectingSinceItWasLost()
    {
        _board.ShowList([]);
        _clock.Advance(TimeSpan.FromSeconds(2));
        var lost = _clock.GetUtcNow();
        _board.ShowFailure("gone", null);
        _clock.Advance(TimeSpan.FromSeconds(3));
        _board.ShowFailure("gone", null);

        Assert.Equal((ConnectionPhase.Reconnecting, lost), (_board.Current.Connection.Phase, _board.Current.Connection.Since));
    }

    [Fact]
    public void ShowFailure_PictureTooOld_IsStaleAndKeepsIt()
    {
        _board.ShowList([Container("a")]);
        _clock.Advance(TimeSpan.FromSeconds(10));

        _board.ShowFailure("gone", null);

        Assert.Equal((ConnectionPhase.Stale, 1), (_board.Current.Connection.Phase, _board.Current.Containers.Count));
    }

    [Fact]
    public async Task Subscribe_WhileWritten_MissesNothingAndSeesNothingTwice()
    {
        const int Changes = 200;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The writer goes on until the reader has seen enough, so that the subscription begins in the middle of it whoever is faster.
        var writer = Task.Run(async () =>
        {
            for (var step = 0; !enough.IsCancellationRequested; step++)
            {
                _board.ShowList([Container("a", name: $"step-{step}")]);
                if (step == 20)
                    started.SetResult();
                // Lets the reader in: a busy machine gives it few turns of its own.
                await Task.Yield();
            }
        }, Ct);
        await started.Task.WaitAsync(Ct);
        using var subscription = _board.Subscribe();
        var seen = subscription.Snapshot.Version;

        try
        {
            await foreach (var change in subscription.ReadAllAsync(Ct).Take(Changes))
            {
                Assert.True(change.Lagged ? change.Snapshot.Version > seen : change.Snapshot.Version == seen + 1, $"{change.Snapshot.Version} after {seen}");
                seen = change.Snapshot.Version;
            }
        }
        finally
        {
            await enough.CancelAsync();
            await writer;
        }
    }

    [Fact]
    public async Task Subscribe_ReaderThatLags_GetsTheNewestSnapshotAndSaysSo()
    {
        using var subscription = _board.Subscribe();
        for (var step = 0; step <= BoardSubscription.Capacity; step++)
            _board.ShowList([Container("a", name: $"step-{step}")]);

        var first = await First(subscription);

        Assert.Equal((true, $"step-{BoardSubscription.Capacity}"), (first.Lagged, first.Snapshot.Containers["a"].Name));
    }

    [Fact]
    public async Task Subscribe_ReaderThatLags_LeavesOthersAlone()
    {
        using var lazy = _board.Subscribe();
        using var eager = _board.Subscribe();
        var seen = new List<BoardChange>();
        for (var step = 0; step < BoardSubscription.Capacity * 2; step++)
        {
            _board.ShowList([Container("a", name: $"step-{step}")]);
            seen.Add(await First(eager));
        }

        Assert.DoesNotContain(seen, change => change.Lagged);
    }

    [Fact]
    public async Task Dispose_Subscription_EndsItsChanges()
    {
        var subscription = _board.Subscribe();
        subscription.Dispose();
        _board.ShowList([Container("a")]);

        Assert.Empty(await subscription.ReadAllAsync(Ct).ToListAsync(Ct));
    }

    private static async Task<BoardChange> First(BoardSubscription subscription) => await subscription.ReadAllAsync(Ct).FirstAsync(Ct);

    private static BoardContainer Container(string id, string name = "game") => new() { Engine = "local", Id = id, Name = name };
}

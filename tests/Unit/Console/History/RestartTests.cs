using System.Net;
using Rtm.Console.History;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.History;

/// <summary>A console ends and another begins on the same history: what was missed is added, or a gap says so.</summary>
public sealed class RestartTests : IAsyncDisposable
{
    private readonly RelayBench _bench = new();
    private readonly TempFolder _folder = new();
    private readonly FakeEngine _engine;
    private readonly ContainerDetails[] _containers;
    private EngineBoard? _board;

    public RestartTests()
    {
        _engine = new("local", _bench.Clock);
        _containers = [_bench.Samples.Running(1), _bench.Samples.Running(2), _bench.Samples.Running(3)];
        _engine.Put(_containers);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Data => _folder.PathOf("data");

    private HistoryOptions Options => new() { File = Path.Combine(Data, "history.db") };

    private RunningHistory History => _bench.History ?? throw new InvalidOperationException("no console runs");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(254)]
    public async Task Restart_NoMoreMissedThanTheEngineKeeps_AddsItAndNothingTwice(int missed)
    {
        await RunAsync();
        await EndAsync();
        Miss(missed);

        await StartAsync();

        await KeptAsync(missed + 2, rows => rows.All(r => r is TimelineEvent));
    }

    [Fact]
    public async Task Restart_MoreMissedThanTheEngineKeeps_IsAGapWithBothEndsAndWhatChanged()
    {
        await RunAsync();
        var complete = _bench.Clock.GetUtcNow();
        await EndAsync();
        _bench.Clock.Advance(TimeSpan.FromHours(8));
        _engine.Destroy(_containers[1].Id);
        _engine.Die(_containers[2].Id, 137);
        Miss(256);

        await StartAsync();

        var rows = await KeptAsync(2 + 256 + 3, rows => rows.OfType<TimelineGap>().Any(g => g.Changes is not null));
        var gap = Assert.Single(rows.OfType<TimelineGap>());
        Assert.Equal((GapCause.ConsoleDown, 2), (gap.Cause, gap.Changes));
        Assert.InRange(gap.From, complete.AddSeconds(-20), complete);
        Assert.Equal(_engine.Published[^256].OccurredAt, gap.To);
        Assert.Equal(
            [new(_containers[1].Id, "game-2", "running", ""), new(_containers[2].Id, "game-3", "running", "exited (137)")],
            rows.OfType<TimelineDifference>().Where(d => d.Gap == gap.Sequence).OrderBy(d => d.Sequence).Select(d => d.Difference));
    }

    [Fact]
    public async Task Restart_EngineRestartedMeanwhile_SaysThatAndWhatChanged()
    {
        await RunAsync();
        await EndAsync();
        _engine.Die(_containers[2].Id, 1);
        _engine.ForgetEvents();

        await StartAsync();

        var rows = await KeptAsync(4, rows => rows.OfType<TimelineDifference>().Any());
        Assert.Equal((GapCause.EngineRestarted, 1), rows.OfType<TimelineGap>().Select(g => (g.Cause, g.Changes ?? 0)).Single());
    }

    [Fact]
    public async Task Restart_WhileTheEngineToldItsListAlone_SaysWhatChangedSinceItsLastEvent()
    {
        await RunAsync();
        var board = await WithoutEventsAsync();
        _engine.Die(_containers[2].Id, 1);
        await _bench.UntilAsync("the list", () => board.Current.Containers[_containers[2].Id].Facts.State == "exited", Ct);
        await EndAsync();
        _engine.ComeBack();

        await StartAsync();

        var rows = await KeptAsync(4, rows => rows.OfType<TimelineDifference>().Any());
        Assert.Equal(("running", "exited (1)"), rows.OfType<TimelineDifference>().Select(d => (d.Difference.Before, d.Difference.After)).Single());
    }

    [Fact]
    public async Task Restart_ConsoleWasKilled_RowsThatItsMemoryDidNotKnowAreNotDoubled()
    {
        await RunAsync();
        await Eventually.TrueAsync("the memory", () => History.Keeper.RecallAsync("local", Ct).GetAwaiter().GetResult() is not null, Ct, TimeSpan.FromSeconds(30));
        Miss(100);
        await KeptAsync(102, _ => true);
        await _bench.StopAsync();
        await History.KillAsync();
        Miss(10);

        await StartAsync();

        await KeptAsync(112, rows => rows.All(r => r is TimelineEvent));
        Assert.True(_bench.Events.Count() >= 10);
        Assert.DoesNotContain(_bench.Events, e => e.Action == "start");
    }

    [Fact]
    public async Task Restart_ClockOfTheConsoleWasSetBack_RowsStillComeAfterTheOlder()
    {
        await StartAsync();
        History.Recorder.Record(SampleRows.Event(1) with { Engine = "local", Sequence = SampleRows.Sequence(1e8) });
        await EndAsync(wait: false);

        await StartAsync();
        _engine.Publish(_containers[0], "start");

        await KeptAsync(2, rows => rows[0] is TimelineEvent { Action: "start" } newest && newest.Sequence > rows[1].Sequence);
    }

    [Fact]
    public async Task Start_StoreIsDown_ScreenIsLiveAndAGapFollowsWhenItReturns()
    {
        await RunAsync();
        await EndAsync();
        Directory.Move(Data, Data + ".away");
        await File.WriteAllTextAsync(Data, "", Ct);
        Miss(3);

        await StartAsync();
        _engine.Die(_containers[1].Id, 1);
        await Eventually.TrueAsync("the event on the screen", () => _bench.Events.Any(e => e.Action == "die"), Ct, TimeSpan.FromSeconds(30));
        Assert.NotNull(History.Archive.State.DownSince);
        File.Delete(Data);
        Directory.Move(Data + ".away", Data);

        var rows = await KeptAsync(4, rows => rows.OfType<TimelineGap>().Any(g => g.Cause == GapCause.ConsoleDown));
        Assert.Contains(rows, r => r is TimelineEvent { Action: "die" });
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(wait: false);
        await _bench.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<EngineBoard> StartAsync()
    {
        _bench.History = await RunningHistory.StartAsync(Options, Ct);
        return await _bench.StartLiveAsync(_engine, Ct);
    }

    private async Task<EngineBoard> WithoutEventsAsync()
    {
        _engine.Fail(nameof(_engine.ReplayEventsAsync), new(new("local", "replay events", "", HttpStatusCode.BadGateway), "502"));
        _engine.BreakEvents(new EngineStreamException(new("local", "watch events", ""), "cut"));
        await _bench.UntilAsync("a list without events", () => _board?.Current.Connection.Phase == ConnectionPhase.Unfollowed, Ct);
        return _board!;
    }

    /// <summary>A console that has seen two events.</summary>
    private async Task RunAsync()
    {
        _board = await StartAsync();
        _engine.Publish(_containers[0], "start");
        _bench.Clock.Advance(TimeSpan.FromMilliseconds(10));
        _engine.Publish(_containers[1], "start");
        await KeptAsync(2, _ => true);
    }

    private async Task EndAsync(bool wait = true)
    {
        if (wait)
            await Eventually.TrueAsync("every event", () => _bench.Events.Count() >= 2, Ct);
        await _bench.StopAsync();
        if (_bench.History is { } history)
            await history.DisposeAsync();
        _bench.History = null;
    }

    private void Miss(int events)
    {
        for (var i = 0; i < events; i++)
        {
            _bench.Clock.Advance(TimeSpan.FromMilliseconds(1));
            _engine.Publish(_containers[0], "rename");
        }
    }

    /// <summary>Waits for so many rows in the store, and then that each event is one row.</summary>
    private async Task<IReadOnlyList<TimelineEntry>> KeptAsync(int count, Func<IReadOnlyList<TimelineEntry>, bool> done)
    {
        await _bench.UntilAsync("the rows", () => History.Archive.State is { Waiting: 0, DownSince: null }, Ct, deadline: TimeSpan.FromSeconds(30));
        var rows = await Eventually.ValueAsync(
            $"{count} rows",
            async () =>
            {
                _bench.Clock.Advance(TimeSpan.FromMilliseconds(100));
                return await History.Archive.ReadBeforeAsync(new(), null, 1000, Ct);
            },
            found => found.Count >= count && done(found), Ct, TimeSpan.FromSeconds(30));
        var keys = rows.OfType<TimelineEvent>().Select(e => (e.TimeNano, e.Action, e.ContainerId)).ToList();
        Assert.Equal(keys.Distinct(), keys);
        Assert.Equal(count, rows.Count);
        return rows;
    }
}

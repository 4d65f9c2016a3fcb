using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Support;

/// <summary>The fake must do what the real engine does, or the console's tests prove nothing.</summary>
public sealed class FakeEngineTests : IDisposable
{
    private readonly FakeEngine engine = new();
    private readonly SampleContainers samples = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => engine.Dispose();

    [Fact]
    public async Task List_TwoThousandOfEveryState_AreDistinctAndNewestFirst()
    {
        engine.Put(samples.Many(2000));

        var list = await engine.ListAsync(new() { Labels = new Dictionary<string, string> { [SampleContainers.OwnerLabel] = SampleContainers.Owner } }, Ct);

        Assert.Equal(2000, list.Select(c => c.Id).Distinct().Count());
        Assert.All(list, c => Assert.Matches("^[0-9a-f]{64}$", c.Id));
        Assert.Equal(list.OrderByDescending(c => c.CreatedAt), list);
    }

    [Fact]
    public async Task List_EachState_SaysTheEnginesSentence()
    {
        engine.Put(samples.EveryState());

        var sentences = (await engine.ListAsync(ListFilter.Everything, Ct)).Select(c => c.StatusText);

        Assert.Equal(
            [
                "Up 2 hours (healthy)", "Up 2 hours (unhealthy)", "Exited (0) 5 minutes ago", "Exited (3) 5 minutes ago",
                "Exited (137) 5 minutes ago", "Restarting (1) 5 minutes ago", "Created", "Up 2 hours (Paused)",
            ],
            sentences);
    }

    [Fact]
    public async Task Stop_RunningContainer_ChangesItAndPublishesKillDieStop()
    {
        var running = samples.Healthy();
        engine.Put(running);
        await using var listener = engine.ListenEventsAsync(EventCursor.At(0), Ct).GetAsyncEnumerator(Ct);

        await engine.StopAsync(running.Name, TimeSpan.FromSeconds(1), Ct);

        Assert.Equal("exited", (await engine.InspectContainerAsync(running.Id, Ct)).Status);
        Assert.Equal(["kill", "die", "stop"], await TakeAsync(listener, 3));
    }

    [Fact]
    public async Task Listen_AfterAnEvent_ReplaysOnlyWhatCameLater()
    {
        var container = samples.Healthy();
        engine.Put(container);
        var seen = engine.Publish(container, "start");
        engine.Publish(container, "health_status: healthy");
        await using var listener = engine.ListenEventsAsync(EventCursor.After(seen), Ct).GetAsyncEnumerator(Ct);

        Assert.Equal(["health_status: healthy"], await TakeAsync(listener, 1));
    }

    [Fact]
    public async Task Hold_Operation_WaitsUntilReleasedAndThenFails()
    {
        var error = new EngineTimeoutException(new("local", "list containers", ""), "too slow");
        var hold = engine.Hold(nameof(engine.ListAsync));
        var list = engine.ListAsync(ListFilter.Everything, Ct);
        await engine.WaitForCallAsync(nameof(engine.ListAsync), Ct);
        Assert.False(list.IsCompleted);
        engine.Fail(nameof(engine.ListAsync), error);

        hold.Dispose();

        Assert.Same(error, await Assert.ThrowsAsync<EngineTimeoutException>(() => list));
    }

    [Fact]
    public async Task GoDown_Listener_BreaksAndComesBackEmpty()
    {
        var container = samples.Healthy();
        engine.Put(container);
        engine.Publish(container, "start");
        await using var listener = engine.ListenEventsAsync(null, Ct).GetAsyncEnumerator(Ct);
        var next = listener.MoveNextAsync().AsTask();
        await engine.WaitForListenersAsync(1, Ct);

        engine.GoDown();

        await Assert.ThrowsAsync<EngineStreamException>(() => next);
        await Assert.ThrowsAsync<EngineUnreachableException>(() => engine.ListAsync(ListFilter.Everything, Ct));
        engine.ComeBack();
        Assert.Single(await engine.ListAsync(ListFilter.Everything, Ct));
    }

    [Fact]
    public void Fail_OperationThatIsNone_IsRefused() =>
        Assert.Throws<ArgumentException>(() => engine.Fail("List", new EngineException(new("local", "", ""), "")));

    [Fact]
    public async Task ReadLogs_TailAndFollow_GivesTheLastLinesAndThoseToCome()
    {
        var container = samples.Healthy();
        engine.Put(container);
        foreach (var text in (string[])["one", "two", "three"])
            engine.AppendLog(container.Id, new(LogSource.Stdout, null, text, false));
        var lines = new List<string>();

        await foreach (var line in engine.ReadLogsAsync(container.Id, new() { Tail = 1, Follow = true }, Ct))
        {
            lines.Add(line.Text);
            if (line.Text == "four")
                engine.EndLog(container.Id);
            else
                engine.AppendLog(container.Id, new(LogSource.Stderr, null, "four", false));
        }

        Assert.Equal(["three", "four"], lines);
    }

    private static async Task<List<string>> TakeAsync(IAsyncEnumerator<EngineEvent> listener, int count)
    {
        var actions = new List<string>();
        while (actions.Count < count && await listener.MoveNextAsync())
            actions.Add(listener.Current.Action);
        return actions;
    }
}

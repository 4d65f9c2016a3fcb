using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

/// <summary>On an engine of their own: the replay buffer holds 256 events of everybody.</summary>
public sealed class EventTests(QuietEngine quiet) : IClassFixture<QuietEngine>
{
    private const string Secret = "s3cret-probe-word";
    private const int Renames = 2000;
    private const int Renamed = 5;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListenEvents_LifeOfAContainer_IsHeardInOrder()
    {
        await using var sandbox = new Sandbox(quiet.Engine);
        await using var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);

        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("mayfly", "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done"), Ct);
        await sandbox.Docker.StopAsync(id, TimeSpan.FromSeconds(30), Ct);
        await sandbox.Docker.RemoveAsync(id, Ct);

        await heard.HearAsync(id, "destroy", Ct);
        Assert.Equal(["create", "start", "kill", "die", "stop", "destroy"], heard.ActionsOf(id));
        Assert.Equal([null, null, null, 7, null, null], heard.Of(id).Select(happened => happened.ExitCode));
        Assert.All(heard.Of(id), happened => Assert.Equal((sandbox.Id, sandbox.NameOf("mayfly")), (happened.Labels[Sandbox.LabelKey], happened.Labels["name"])));
        Assert.All(heard.Of(id), happened => Assert.Equal(TimeProvider.System.GetUtcNow(), happened.OccurredAt!.Value, TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public async Task ListenEvents_NetworksAndImages_AreNotYielded()
    {
        await using var sandbox = new Sandbox(quiet.Engine);
        await using var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);

        await sandbox.CliAsync(Ct, "network", "create", sandbox.NameOf("other"));
        await sandbox.CliAsync(Ct, "network", "rm", sandbox.NameOf("other"));
        await sandbox.CliAsync(Ct, "tag", SharedEngine.Image, $"rtm-test/{sandbox.Id}:1");
        var id = await sandbox.CreateAsync("last", Ct, SharedEngine.Image);

        await heard.HearAsync(id, "create", Ct);
        Assert.Equal([id], heard.All.Select(happened => happened.ContainerId));
    }

    [Fact]
    public async Task ListenEvents_TwoThousandRenames_AllArriveInOrderPerContainer()
    {
        await using var sandbox = new Sandbox(quiet.Engine);
        await using var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);
        var ids = await Task.WhenAll(Enumerable.Range(0, Renamed).Select(turn => sandbox.CreateAsync($"renamed-{turn}", Ct, SharedEngine.Image)));
        // The listener is known to be live before the burst: the engine replays no more than 256.
        foreach (var id in ids)
            await heard.HearAsync(id, "create", Ct);

        await Parallel.ForEachAsync(ids, Ct, async (id, ct) =>
        {
            foreach (var name in NamesOf(id))
                await sandbox.Raw.RenameAsync(id, name, ct);
        });

        await heard.UntilAsync($"{Renames} renames", () => heard.All.Count(happened => happened.Action == "rename") == Renames, Ct);
        Assert.All(ids, id => Assert.Equal(
            NamesOf(id),
            heard.Of(id).Where(happened => happened.Action == "rename").Select(happened => happened.Labels["name"])));

        IEnumerable<string> NamesOf(string id) => Enumerable.Range(0, Renames / Renamed).Select(turn => $"{id[..12]}-{turn}");
    }

    [Fact]
    public async Task ListenEvents_CursorAtATime_ReplaysFromThereOn()
    {
        await using var sandbox = new Sandbox(quiet.Engine);
        var before = EventCursor.At((await sandbox.Docker.GetEngineInfoAsync(Ct)).EngineTime!.Value);
        var id = await sandbox.CreateAsync("past", Ct, SharedEngine.Image);
        await sandbox.Raw.RenameAsync(id, sandbox.NameOf("passed"), Ct);

        await using var heard = HeardEvents.Since(before, sandbox.Docker, Ct);

        await heard.HearAsync(id, "rename", Ct);
        Assert.Equal(["create", "rename"], heard.ActionsOf(id));
    }

    [Fact]
    public async Task ListenEvents_CursorAfterAnEvent_DoesNotRepeatItAndMissesNothing()
    {
        await using var sandbox = new Sandbox(quiet.Engine);
        await using var first = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);
        var id = await sandbox.CreateAsync("resumed", Ct, SharedEngine.Image);
        for (var turn = 0; turn < 20; turn++)
            await sandbox.Raw.RenameAsync(id, sandbox.NameOf($"resumed-{turn}"), Ct);
        await first.UntilAsync("21 events", () => first.Of(id).Count() == 21, Ct);
        var known = first.Of(id).ToList();

        await using var second = HeardEvents.Since(EventCursor.After(known[10]), sandbox.Docker, Ct);

        await second.UntilAsync("the rest", () => second.Of(id).Count() >= 10, Ct);
        Assert.Equal(known.Skip(11).Select(happened => happened.TimeNano), second.Of(id).Select(happened => happened.TimeNano));
    }

    [Fact]
    public async Task ListenEvents_CursorAtTheTimeOfAnEvent_RepeatsItAsProof()
    {
        await using var sandbox = new Sandbox(quiet.Engine);
        await using var first = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);
        var id = await sandbox.CreateAsync("proof", Ct, SharedEngine.Image);
        var created = await first.HearAsync(id, "create", Ct);

        await using var second = HeardEvents.Since(EventCursor.At(created.TimeNano), sandbox.Docker, Ct);

        Assert.Equal(created.TimeNano, (await second.HearAsync(id, "create", Ct)).TimeNano);
    }

    [Fact]
    public async Task ListenEvents_Cancelled_EndsPromptlyAndFreesTheConnection()
    {
        await using var sandbox = new Sandbox(quiet.Engine);
        using var caller = new CancellationTokenSource();
        var before = await ListenersAsync(sandbox);
        await using var events = sandbox.Docker.ListenEventsAsync(null, caller.Token).GetAsyncEnumerator(Ct);
        var next = events.MoveNextAsync().AsTask();
        await Tool.WaitUntilAsync("the engine to have the listener", TimeSpan.FromSeconds(10), async () => await ListenersAsync(sandbox) == before + 1, Ct);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(5), Ct));
        await Tool.WaitUntilAsync("the engine to be rid of the listener", TimeSpan.FromSeconds(10), async () => await ListenersAsync(sandbox) == before, Ct);
    }

    [Fact]
    public async Task ListenEvents_HealthCheck_TellsTheVerdictAndNeverTheCommand()
    {
        await using var sandbox = new Sandbox(quiet.Engine);
        await using var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);
        var id = await sandbox.CreateAsync(
            "patient", Ct, "--health-cmd", $"echo {Secret}; test ! -f /tmp/ill", "--health-interval", "200ms", "--health-retries", "1", SharedEngine.Image);
        await sandbox.Docker.StartAsync(id, Ct);

        await heard.HearAsync(id, "health_status: healthy", Ct);
        await sandbox.CliAsync(Ct, "exec", id, "touch", "/tmp/ill");
        await heard.HearAsync(id, "health_status: unhealthy", Ct);

        Assert.Subset(heard.ActionsOf(id).ToHashSet(), new HashSet<string> { "exec_create", "exec_start", "exec_die" });
        Assert.DoesNotContain(heard.All, happened => happened.Action.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(heard.All, happened => happened.Labels.Values.Any(value => value.Contains(Secret, StringComparison.Ordinal)));
    }

    private static async Task<int> ListenersAsync(Sandbox sandbox) => (int)(await sandbox.Raw.GetAsync("info", Ct))["NEventsListener"]!;
}

using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

/// <summary>The daemon killed, stopped, frozen and started again under its callers.</summary>
public sealed class LostEngineTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly EngineDeadlines Short = Sandbox.Patient with { List = TimeSpan.FromSeconds(2), OpenStream = TimeSpan.FromSeconds(2) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListenEvents_EngineKilled_FailsWithinSeconds()
    {
        await using var engine = await QuietEngine.StartAsync("killed", Ct);
        await using var sandbox = new Sandbox(engine, engineGoesToo: true);
        await using var heard = await ListenAsync(sandbox);

        await engine.KillAsync(Ct);

        var lost = await Assert.ThrowsAsync<EngineStreamException>(() => heard.Listening.WaitAsync(Soon, Ct));
        Assert.StartsWith("Docker Engine 'killed' ", lost.Message, StringComparison.Ordinal);
        var down = await Assert.ThrowsAsync<EngineUnreachableException>(() => sandbox.Docker.ListAsync(ListFilter.Everything, Ct));
        Assert.Equal($"Docker Engine 'killed' is not reachable at {engine.Endpoint.OriginalString}: no such socket", down.Message);
    }

    [Fact]
    public async Task ListenEvents_EngineStopped_FailsWithinSeconds()
    {
        await using var engine = await QuietEngine.StartAsync("stopped", Ct);
        await using var sandbox = new Sandbox(engine, engineGoesToo: true);
        await using var heard = await ListenAsync(sandbox);

        var terminated = engine.TerminateAsync(Ct);

        await Assert.ThrowsAsync<EngineStreamException>(() => heard.Listening.WaitAsync(TimeSpan.FromSeconds(15), Ct));
        await terminated;
    }

    [Fact]
    public async Task List_EngineFrozen_TimesOutInItsDeadlineWhileTheListenerHearsNothing()
    {
        await using var engine = await QuietEngine.StartAsync("frozen", Ct);
        await using var sandbox = new Sandbox(engine, Short, engineGoesToo: true);
        await using var heard = await ListenAsync(sandbox);
        var known = heard.All.Count;
        await engine.FreezeAsync(Ct);
        var started = TimeProvider.System.GetTimestamp();

        var late = await Assert.ThrowsAsync<EngineTimeoutException>(() => sandbox.Docker.ListAsync(ListFilter.Everything, Ct));

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(5));
        Assert.Equal("Docker Engine 'frozen' did not answer within 2 s: list containers.", late.Message);
        await Assert.ThrowsAsync<EngineTimeoutException>(() => HeardEvents.Since(null, sandbox.Docker, Ct).Listening);
        Assert.Equal((known, false), (heard.All.Count, heard.Listening.IsCompleted));
        await engine.ThawAsync(Ct);
    }

    [Fact]
    public async Task ListenEvents_EngineFrozenAndThawed_GoesOn()
    {
        await using var engine = await QuietEngine.StartAsync("thawed", Ct);
        await using var sandbox = new Sandbox(engine, Short, engineGoesToo: true);
        await using var heard = await ListenAsync(sandbox);
        await engine.FreezeAsync(Ct);
        await Assert.ThrowsAsync<EngineTimeoutException>(() => sandbox.Docker.ListAsync(ListFilter.Everything, Ct));

        await engine.ThawAsync(Ct);

        await Tool.WaitUntilAsync(
            "the list to work again",
            TimeSpan.FromSeconds(10),
            async () => await Record.ExceptionAsync(() => sandbox.Docker.ListAsync(ListFilter.Everything, Ct)) is null,
            Ct);
        var id = await sandbox.CreateAsync("afterwards", Ct, SharedEngine.Image);
        await heard.HearAsync(id, "create", Ct);
    }

    [Fact]
    public async Task List_EngineFrozen_LeavesTheEngineBesideItAlone()
    {
        await using var frozen = await PrivateEngine.StartAsync("cold", Ct);
        await using var beside = await PrivateEngine.StartAsync("warm", Ct);
        await using var cold = new Sandbox(frozen, Short, engineGoesToo: true);
        await using var warm = new Sandbox(beside, engineGoesToo: true);
        await warm.Docker.ListAsync(ListFilter.Everything, Ct);
        await frozen.FreezeAsync(Ct);
        var hanging = Enumerable.Range(0, 50).Select(_ => cold.Docker.ListAsync(ListFilter.Everything, Ct)).ToList();
        var started = TimeProvider.System.GetTimestamp();

        for (var turn = 0; turn < 20; turn++)
            await warm.Docker.ListAsync(ListFilter.Everything, Ct);

        Assert.True(TimeProvider.System.GetElapsedTime(started) < Soon, $"20 lists took {TimeProvider.System.GetElapsedTime(started)}");
        foreach (var call in hanging)
            await Assert.ThrowsAsync<EngineTimeoutException>(() => call);
        await frozen.ThawAsync(Ct);
    }

    [Fact]
    public async Task AnyCall_EngineRestarted_WorksAtOnceOverTheSameConnection()
    {
        await using var engine = await QuietEngine.StartAsync("phoenix", Ct);
        await using var sandbox = new Sandbox(engine, engineGoesToo: true);
        var id = await sandbox.RunAsync(sandbox.Spec("survivor"), Ct);
        // Several at a time, so that several connections wait in the pool and are stale afterwards.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sandbox.Docker.ListAsync(sandbox.Mine, Ct)));

        await engine.RestartAsync(Ct);

        await sandbox.Docker.StartAsync(id, Ct);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sandbox.Docker.ListAsync(sandbox.Mine, Ct)));
        Assert.Equal("running", (await sandbox.Docker.InspectContainerAsync(id, Ct)).Status);
        await using var heard = await ListenAsync(sandbox);
    }

    /// <summary>A listener that is known to be live.</summary>
    private static async Task<HeardEvents> ListenAsync(Sandbox sandbox)
    {
        var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);
        var id = await sandbox.CreateAsync($"heard-{Guid.NewGuid():N}", Ct, SharedEngine.Image);
        await heard.HearAsync(id, "create", Ct);
        return heard;
    }
}

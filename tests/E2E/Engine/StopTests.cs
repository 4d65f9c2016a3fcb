using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

public sealed class StopTests(SharedEngine shared)
{
    private const string IgnoresTerm = "trap '' TERM; echo ready; while :; do sleep 0.1; done";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.4, 0)]
    [InlineData(-5, 0)]
    [InlineData(1, 1)]
    public async Task Stop_ProcessThatIgnoresTerm_IsKilledAfterTheGracePeriod(double grace, int seconds)
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("stubborn", IgnoresTerm), Ct);
        await using var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);

        await sandbox.Docker.StopAsync(id, TimeSpan.FromSeconds(grace), Ct);

        await heard.HearAsync(id, "stop", Ct);
        var kills = heard.Of(id).Where(happened => happened.Action == "kill").ToList();
        var died = await heard.HearAsync(id, "die", Ct);
        var waited = died.OccurredAt!.Value - kills[0].OccurredAt!.Value;
        Assert.Equal("9", kills[^1].Labels["signal"]);
        Assert.Equal(137, (await sandbox.Docker.InspectContainerAsync(id, Ct)).ExitCode);
        // The engine's default of 10 s would show here.
        Assert.InRange(waited, TimeSpan.FromSeconds(seconds * 0.9), TimeSpan.FromSeconds(seconds + 7));
    }

    [Fact]
    public async Task Stop_GraceOfTwoMinutes_WaitsForTheProcessWithoutKillingIt()
    {
        // Every other deadline is shorter than what this stop takes, so none of them can be what bounds it.
        var second = TimeSpan.FromSeconds(1);
        await using var sandbox = new Sandbox(shared.Engine);
        using var hasty = DockerEngine.Connect(new DockerEngineOptions
        {
            Name = "shared",
            Endpoint = shared.Engine.Endpoint.OriginalString,
            Deadlines = new EngineDeadlines { Connect = second, List = second, Change = second, OpenStream = second, PullSilence = second, StopMargin = second, Cleanup = second },
        });
        var id = await sandbox.RunUntilReadyAsync(
            sandbox.ShellSpec("tidy", "trap 'sleep 3; exit 5' TERM; echo ready; while :; do sleep 0.1; done"), Ct);
        var started = TimeProvider.System.GetTimestamp();

        await hasty.StopAsync(id, TimeSpan.FromSeconds(120), Ct);

        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(60));
        Assert.Equal(5, (await sandbox.Docker.InspectContainerAsync(id, Ct)).ExitCode);
    }

    /// <summary>Takes 102 s, so it runs on demand only: HTTP clients give up after 100 s unless told otherwise.</summary>
    [Fact(Explicit = true)]
    public async Task Stop_LongerThanAnHttpClientWaits_StillWorks()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunUntilReadyAsync(
            sandbox.ShellSpec("slow", "trap 'sleep 102; exit 6' TERM; echo ready; while :; do sleep 0.1; done"), Ct);

        await sandbox.Docker.StopAsync(id, TimeSpan.FromSeconds(120), Ct);

        Assert.Equal(6, (await sandbox.Docker.InspectContainerAsync(id, Ct)).ExitCode);
    }

    [Fact]
    public async Task Stop_StoppedAlready_Succeeds()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("ended", "exit 3", Ct);

        await sandbox.Docker.StopAsync(id, TimeSpan.FromSeconds(1), Ct);

        Assert.Equal(("exited", 3), await StateAsync(sandbox, id));
    }

    [Fact]
    public async Task Stop_GoneAlready_IsNotFound()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("gone", Ct, SharedEngine.Image);
        await sandbox.Docker.RemoveAsync(id, Ct);

        var missing = await Assert.ThrowsAsync<ContainerNotFoundException>(() => sandbox.Docker.StopAsync(id, TimeSpan.Zero, Ct));

        Assert.Equal($"Docker Engine 'shared' has no container '{id[..12]}'.", missing.Message);
    }

    [Fact]
    public async Task Stop_FiveTimesAtOnce_AllSucceed()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("contested", IgnoresTerm), Ct);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => sandbox.Docker.StopAsync(id, TimeSpan.FromSeconds(1), Ct)));

        Assert.Equal(("exited", 137), await StateAsync(sandbox, id));
    }

    [Fact]
    public async Task Stop_CallerCancels_ReturnsAtOnceWhileTheEngineGoesOn()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("left", IgnoresTerm), Ct);
        await using var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);
        using var caller = new CancellationTokenSource();

        var stop = sandbox.Docker.StopAsync(id, TimeSpan.FromSeconds(3), caller.Token);
        await heard.HearAsync(id, "kill", Ct);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stop);
        Assert.DoesNotContain("die", heard.ActionsOf(id));
        await heard.HearAsync(id, "die", Ct);
    }

    private static async Task<(string Status, int ExitCode)> StateAsync(Sandbox sandbox, string id)
    {
        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);
        return (details.Status, details.ExitCode);
    }
}

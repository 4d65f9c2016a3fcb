using System.Net;
using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

/// <summary>Remove, start, restart and kill.</summary>
public sealed class ActTests(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Remove_Stopped_IsGone()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("ended", "exit 0", Ct);

        await sandbox.Docker.RemoveAsync(id, Ct);

        await Assert.ThrowsAsync<ContainerNotFoundException>(() => sandbox.Docker.InspectContainerAsync(id, Ct));
    }

    [Fact]
    public async Task Remove_GoneAlready_Succeeds()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("gone", Ct, SharedEngine.Image);
        await sandbox.Docker.RemoveAsync(id, Ct);

        await sandbox.Docker.RemoveAsync(id, Ct);
        await sandbox.Docker.RemoveAsync(sandbox.NameOf("gone"), Ct);
    }

    [Fact]
    public async Task Remove_Running_IsRefusedAndSaysSo()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunAsync(sandbox.Spec("running"), Ct);

        var refusal = await Assert.ThrowsAsync<EngineConflictException>(() => sandbox.Docker.RemoveAsync(id, Ct));

        Assert.Equal(HttpStatusCode.Conflict, refusal.StatusCode);
        Assert.Contains("cannot remove a running container", refusal.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("running", (await sandbox.Docker.InspectContainerAsync(id, Ct)).Status);
    }

    [Fact]
    public async Task Remove_SixTimesAtOnce_SucceedsOrSaysThatItIsBeingDone()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("contested", "exit 0", Ct);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Record.ExceptionAsync(() => sandbox.Docker.RemoveAsync(id, Ct)).AsTask()));

        Assert.Contains(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), outcome => Assert.Contains("already in progress", Assert.IsType<EngineConflictException>(outcome).Message, StringComparison.Ordinal));
        Assert.Empty(await sandbox.Docker.ListAsync(sandbox.Mine, Ct));
    }

    [Fact]
    public async Task Start_Created_Runs()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("created", Ct, SharedEngine.Image);

        await sandbox.Docker.StartAsync(id, Ct);

        Assert.Equal("running", (await sandbox.Docker.InspectContainerAsync(id, Ct)).Status);
    }

    [Fact]
    public async Task Start_RunningAlready_Succeeds()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunAsync(sandbox.Spec("running"), Ct);

        await sandbox.Docker.StartAsync(id, Ct);
    }

    [Fact]
    public async Task Start_CommandThatIsNotThere_HasTheDaemonsWordsAndKeepsTheContainer()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("broken", Ct, SharedEngine.Image, "/no/such/program");

        var failure = await Assert.ThrowsAsync<EngineException>(() => sandbox.Docker.StartAsync(id, Ct));

        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);
        Assert.Contains("/no/such/program", failure.Message, StringComparison.Ordinal);
        Assert.Equal(("created", 127), (details.Status, details.ExitCode));
        Assert.Contains("/no/such/program", details.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_Running_EndsAndStartsIt()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("again", "trap '' TERM; echo ready; while :; do sleep 0.1; done"), Ct);
        var before = await sandbox.Docker.InspectContainerAsync(id, Ct);
        await using var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);

        await sandbox.Docker.RestartAsync(id, TimeSpan.Zero, Ct);

        await heard.HearAsync(id, "restart", Ct);
        var after = await sandbox.Docker.InspectContainerAsync(id, Ct);
        Assert.Equal(("running", true), (after.Status, after.StartedAt > before.StartedAt));
        Assert.Equal(["die", "stop", "start", "restart"], heard.ActionsOf(id).Where(action => action != "kill"));
    }

    [Fact]
    public async Task Restart_Absent_IsNotFound()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        await Assert.ThrowsAsync<ContainerNotFoundException>(() => sandbox.Docker.RestartAsync(sandbox.NameOf("absent"), TimeSpan.Zero, Ct));
    }

    [Theory]
    [InlineData("SIGKILL", 137)]
    [InlineData("USR1", 9)]
    [InlineData("10", 9)]
    public async Task Kill_Running_GetsThatSignal(string signal, int exitCode)
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("signalled", "trap 'exit 9' USR1; echo ready; while :; do sleep 0.1; done"), Ct);

        await sandbox.Docker.KillAsync(id, signal, Ct);

        await sandbox.StatusAsync(id, "exited", Ct);
        Assert.Equal(exitCode, (await sandbox.Docker.InspectContainerAsync(id, Ct)).ExitCode);
    }

    [Fact]
    public async Task Kill_Stopped_IsAConflictThatSaysSo()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("created", Ct, SharedEngine.Image);

        var refusal = await Assert.ThrowsAsync<EngineConflictException>(() => sandbox.Docker.KillAsync(id, "SIGKILL", Ct));

        Assert.Contains("is not running", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rename_Running_HasTheNewNameAndRunsOn()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunAsync(sandbox.Spec("before"), Ct);
        await using var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);

        await sandbox.Docker.RenameAsync(id, sandbox.NameOf("after"), Ct);

        await heard.HearAsync(id, "rename", Ct);
        var after = await sandbox.Docker.InspectContainerAsync(id, Ct);
        Assert.Equal((sandbox.NameOf("after"), "running"), (after.Name, after.Status));
    }

    [Fact]
    public async Task Rename_NameTaken_IsAConflictThatSaysSo()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("one", Ct, SharedEngine.Image);
        await sandbox.CreateAsync("other", Ct, SharedEngine.Image);

        var refusal = await Assert.ThrowsAsync<EngineConflictException>(() => sandbox.Docker.RenameAsync(id, sandbox.NameOf("other"), Ct));

        Assert.Contains("already in use", refusal.Message, StringComparison.Ordinal);
    }
}

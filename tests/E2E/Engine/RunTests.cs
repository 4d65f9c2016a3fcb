using System.Net;
using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

public sealed class RunTests(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_GoodSpec_RunsAndTellsWhere()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var spec = sandbox.Spec("good");

        var result = await sandbox.Docker.RunAsync(spec, Ct);

        var details = await sandbox.Docker.InspectContainerAsync(spec.Name, Ct);
        Assert.Equal((details.Id, "running"), (result.ContainerId, details.Status));
        Assert.Equal(new Uri($"http://{spec.Hostname}:8080"), result.EngineEndpoint);
        Assert.Equal(details.StartedAt!.Value, result.StartedAt, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Run_HostnameOnTheNetwork_IsReachedByPeers()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var server = sandbox.Spec("server") with { Hostname = $"host-{sandbox.Id}" };
        await sandbox.RunAsync(server, Ct);

        var peer = await sandbox.RunToEndAsync("peer", $"ping -c 1 -W 10 {server.Hostname}", Ct);

        Assert.Equal(0, (await sandbox.Docker.InspectContainerAsync(peer, Ct)).ExitCode);
    }

    [Fact]
    public async Task Run_MoreMemoryThanItsLimit_IsOomKilledAndItsEventsSaySo()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var heard = await HeardEvents.FromNowAsync(sandbox.Docker, Ct);

        var id = await sandbox.RunAsync(sandbox.ShellSpec("eater", Busybox.EatsMemory) with { Memory = "16m" }, Ct);

        await heard.HearAsync(id, "oom", Ct);
        var died = await heard.HearAsync(id, "die", Ct);
        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);
        Assert.Equal((true, 137, "exited"), (details.OomKilled, details.ExitCode, details.Status));
        Assert.Equal(137, died.ExitCode);
    }

    [Fact]
    public async Task Run_CommandThatIsNotThere_FailsWithTheDaemonsWordsAndLeavesNothing()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        var failure = await Assert.ThrowsAsync<EngineException>(() => sandbox.Docker.RunAsync(sandbox.Spec("broken", "/no/such/program"), Ct));

        Assert.Equal(("start container", HttpStatusCode.BadRequest), (failure.Operation, failure.StatusCode));
        Assert.Contains("/no/such/program", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await sandbox.Docker.ListAsync(sandbox.Mine, Ct));
    }

    [Fact]
    public async Task Run_MissingNetwork_SaysSoAndLeavesNothing()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var network = sandbox.NameOf("nowhere");

        var missing = await Assert.ThrowsAsync<NetworkMissingException>(() => sandbox.Docker.RunAsync(sandbox.Spec("astray") with { Network = network }, Ct));

        Assert.Contains(network, missing.Message, StringComparison.Ordinal);
        Assert.Empty(await sandbox.Docker.ListAsync(sandbox.Mine, Ct));
    }

    [Fact]
    public async Task Run_MissingImage_IsImageNotFound()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        var missing = await Assert.ThrowsAsync<ImageNotFoundException>(() => sandbox.Docker.RunAsync(sandbox.Spec("bare") with { Image = "rtm-test/absent:1" }, Ct));

        Assert.Contains("rtm-test/absent:1", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnreadableMemory_IsRefusedWithItsTextAndNothingSent()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        var refusal = await Assert.ThrowsAsync<RunSpecInvalidException>(() => sandbox.Docker.RunAsync(sandbox.Spec("odd") with { Memory = "12x" }, Ct));

        Assert.Contains("12x", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await sandbox.Docker.ListAsync(sandbox.Mine, Ct));
    }

    [Fact]
    public async Task Run_OneNameEightTimesAtOnce_GivesItToOneAndRefusesTheRest()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var spec = sandbox.Spec("contested");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Record.ExceptionAsync(() => sandbox.Docker.RunAsync(spec, Ct)).AsTask()));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), outcome => Assert.Contains("already in use", Assert.IsType<EngineConflictException>(outcome).Message, StringComparison.Ordinal));
        Assert.Equal("running", Assert.Single(await sandbox.Docker.ListAsync(sandbox.Mine, Ct)).Status);
    }

    [Fact]
    public async Task PreviewRun_SentByHand_MakesTheSameContainerAsRun()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var request = sandbox.Docker.PreviewRun(sandbox.Spec("by-hand", "sleep", "1000"));
        using var body = new StringContent(request.Json, System.Text.Encoding.UTF8, "application/json");

        var byHand = await sandbox.Raw.PostAsync(request.Path.TrimStart('/'), body, Ct);

        var byRun = await sandbox.RunAsync(sandbox.Spec("by-run", "sleep", "1000"), Ct);
        var left = await sandbox.Docker.InspectContainerAsync((string)byHand["Id"]!, Ct);
        var right = await sandbox.Docker.InspectContainerAsync(byRun, Ct);
        Assert.Equal("POST", request.Method);
        Assert.Equal(left.Limits, right.Limits);
        Assert.Equal(left.Cmd, right.Cmd);
        Assert.Equal(left.LogOptions, right.LogOptions);
        Assert.Equal(left.Labels, right.Labels);
    }
}

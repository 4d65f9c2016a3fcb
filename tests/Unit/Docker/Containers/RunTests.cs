using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviour 4: create, start, and leave nothing behind when that fails.</summary>
public class RunTests
{
    private const string ForceRemoval = $"DELETE /containers/{EngineSays.Id}?force=";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Accepted_TellsIdEndpointAndTime()
    {
        await using var stubbed = Engine(StubReply.NoBody());

        var result = await stubbed.Engine.RunAsync(EngineSays.Spec, Ct);

        Assert.Equal(
            new RunResult { ContainerId = EngineSays.Id, EngineEndpoint = new Uri("http://game-1:8080"), StartedAt = stubbed.Clock.GetUtcNow() },
            result);
        Assert.Equal($"POST /containers/create?name=game-1\nPOST /containers/{EngineSays.Id}/start", stubbed.Asked);
    }

    [Fact]
    public async Task Run_StartFails_ForceRemovesAndReportsTheStart()
    {
        await using var stubbed = Engine(StubReply.Error(400, "OCI runtime create failed: no such file")).On("DELETE", "/containers/{id}", StubReply.NoBody());

        var failure = await Assert.ThrowsAsync<EngineException>(() => stubbed.Engine.RunAsync(EngineSays.Spec, Ct));

        Assert.Equal("Docker Engine 'alpha' could not start container 'game-1': OCI runtime create failed: no such file", failure.Message);
        Assert.StartsWith(ForceRemoval, stubbed.Stub.Requests[^1].ToString(), StringComparison.Ordinal);
        Assert.Matches("^(1|true)$", stubbed.Stub.Requests[^1].Query["force"]);
        Assert.Empty(stubbed.Logs.Entries);
    }

    [Fact]
    public async Task Run_StartFindsNoNetwork_SaysSo()
    {
        await using var stubbed = Engine(StubReply.Error(404, "network games not found")).On("DELETE", "/containers/{id}", StubReply.NoBody());

        var failure = await Assert.ThrowsAsync<NetworkMissingException>(() => stubbed.Engine.RunAsync(EngineSays.Spec, Ct));

        Assert.EndsWith("network games not found", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CleanUpFailsToo_IsLoggedAndDoesNotMaskTheStart()
    {
        await using var stubbed = Engine(StubReply.Error(400, "the start's error")).On("DELETE", "/containers/{id}", StubReply.Error(500, "the removal's error"));

        var failure = await Assert.ThrowsAsync<EngineException>(() => stubbed.Engine.RunAsync(EngineSays.Spec, Ct));

        Assert.EndsWith("the start's error", failure.Message, StringComparison.Ordinal);
        var entry = Assert.Single(stubbed.Logs.Entries);
        Assert.Contains($"game-1 ({EngineSays.Id})", entry, StringComparison.Ordinal);
        Assert.Contains("the removal's error", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CleanUpFindsNothing_IsNoFault()
    {
        await using var stubbed = Engine(StubReply.Error(400, "the start's error")).On("DELETE", "/containers/{id}", StubReply.Error(404, "No such container"));

        await Assert.ThrowsAsync<EngineException>(() => stubbed.Engine.RunAsync(EngineSays.Spec, Ct));

        Assert.Empty(stubbed.Logs.Entries);
    }

    [Fact]
    public async Task Run_CleanUpHangs_EndsAtItsOwnDeadline()
    {
        await using var stubbed = Engine(StubReply.Error(400, "the start's error")).On("DELETE", "/containers/{id}", StubReply.Hang());
        var run = stubbed.Engine.RunAsync(EngineSays.Spec, Ct);
        await stubbed.Stub.WaitForRequestAsync(request => request.Method == "DELETE", Ct);

        stubbed.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(run.IsCompleted);
        stubbed.Clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.EndsWith("the start's error", (await Assert.ThrowsAsync<EngineException>(() => run)).Message, StringComparison.Ordinal);
        Assert.Contains("within 10 s: clean up container 'game-1'", Assert.Single(stubbed.Logs.Entries), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CancelledDuringStart_StillForceRemoves()
    {
        await using var stubbed = Engine(StubReply.Hang()).On("DELETE", "/containers/{id}", StubReply.NoBody());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var run = stubbed.Engine.RunAsync(EngineSays.Spec, cancel.Token);
        await stubbed.Stub.WaitForRequestAsync(request => request.Path.EndsWith("/start", StringComparison.Ordinal), Ct);

        await cancel.CancelAsync();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run)).CancellationToken);
        Assert.StartsWith(ForceRemoval, stubbed.Stub.Requests[^1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CancelledDuringCreate_WaitsForTheIdAndRemovesIt()
    {
        var answer = new TaskCompletionSource();
        await using var stubbed = new StubbedEngine().On("POST", "/containers/create", StubReply.After(answer.Task, EngineSays.Created))
            .On("DELETE", "/containers/{id}", StubReply.NoBody());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var run = stubbed.Engine.RunAsync(EngineSays.Spec, cancel.Token);
        await stubbed.Stub.WaitForRequestAsync(_ => true, Ct);

        await cancel.CancelAsync();
        Assert.False(run.IsCompleted);
        answer.SetResult();

        Assert.Equal(cancel.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run)).CancellationToken);
        Assert.Equal(["POST", "DELETE"], stubbed.Stub.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Run_CancelledDuringACreateThatHangs_EndsAtTheCleanUpsDeadline()
    {
        await using var stubbed = new StubbedEngine().On("POST", "/containers/create", StubReply.Hang());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var run = stubbed.Engine.RunAsync(EngineSays.Spec, cancel.Token);
        await stubbed.Stub.WaitForRequestAsync(_ => true, Ct);

        await cancel.CancelAsync();
        stubbed.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(run.IsCompleted);
        stubbed.Clock.Advance(TimeSpan.FromSeconds(0.1));

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(Eventually.DefaultDeadline, Ct));
        Assert.Equal(cancel.Token, failure.CancellationToken);
        await stubbed.Stub.WaitForNoConnectionsAsync(Ct);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Id":null}""")]
    [InlineData("""{"Id":"../images/x"}""")]
    public async Task Run_CreateWithoutAnId_SaysSoAndStartsNothing(string body)
    {
        await using var stubbed = new StubbedEngine().On("POST", "/containers/create", StubReply.Json(body, 201));

        var failure = await Assert.ThrowsAsync<EngineException>(() => stubbed.Engine.RunAsync(EngineSays.Spec, Ct));

        Assert.Contains("create container 'game-1'. The answer names no container id.", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("Whether it happened is not known; look before you repeat it.", failure.Message, StringComparison.Ordinal);
        Assert.Single(stubbed.Stub.Requests);
    }

    [Fact]
    public async Task Run_InvalidSpec_IsRefusedBeforeTheEngineIsAsked()
    {
        await using var stubbed = new StubbedEngine();

        var failure = await Assert.ThrowsAsync<RunSpecInvalidException>(
            () => stubbed.Engine.RunAsync(EngineSays.Spec with { Memory = "12x", PidsLimit = 0, Name = "../x" }, Ct));

        Assert.Equal(["Name", "Memory", "PidsLimit"], failure.Faults.Select(fault => fault.Field));
        Assert.Contains("'12x'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, stubbed.Stub.AcceptedConnections);
    }

    private static StubbedEngine Engine(StubHandler start) =>
        new StubbedEngine().On("POST", "/containers/create", EngineSays.Created).On("POST", "/containers/{id}/start", start);
}

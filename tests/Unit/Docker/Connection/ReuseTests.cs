using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Pitfalls 8, 9 and 12: one pool of connections an engine, straight to it, at no pinned version.</summary>
public class ReuseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inspect_TwentyInARow_ShareOneConnection()
    {
        await using var stubbed = new StubbedEngine().OnInspect();

        for (var i = 0; i < 20; i++)
            await stubbed.Engine.InspectContainerAsync("game-1", Ct);

        Assert.Equal((20, 1), (stubbed.Stub.Requests.Count, stubbed.Stub.AcceptedConnections));
    }

    [Fact]
    public async Task Calls_OfBothKinds_ShareOneConnection()
    {
        await using var stubbed = new StubbedEngine().OnInspect().On("GET", "/containers/json", StubReply.Json("[]")).On("GET", "/networks/{id}", StubReply.Json("""{"Id":"abc"}"""));

        await stubbed.Engine.ListAsync(ListFilter.Everything, Ct);
        await stubbed.Engine.InspectContainerAsync("game-1", Ct);
        await stubbed.Engine.EnsureNetworkAsync("games", Ct);

        Assert.Equal(1, stubbed.Stub.AcceptedConnections);
    }

    [Fact]
    public async Task Calls_AfterARefusal_GoOnWithTheConnection()
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Error(404, "No such container"));

        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<ContainerNotFoundException>(() => stubbed.Engine.InspectContainerAsync("game-1", Ct));

        Assert.Equal(1, stubbed.Stub.AcceptedConnections);
    }

    [Fact]
    public async Task TwoEngines_OneNeverAnswers_TheOtherIsUnaffected()
    {
        await using var frozen = new StubbedEngine().OnAnything(StubReply.Hang());
        await using var healthy = new StubbedEngine().OnInspect();
        var waiting = Enumerable.Range(0, 20).Select(_ => frozen.Engine.InspectContainerAsync("game-1", Ct)).ToArray();
        await Eventually.TrueAsync("20 waiting calls", () => frozen.Stub.Requests.Count == 20, Ct);

        Assert.Equal(EngineSays.Id, (await healthy.Engine.InspectContainerAsync("game-1", Ct)).Id);

        Assert.All(waiting, call => Assert.False(call.IsCompleted));
        frozen.Clock.Advance(TimeSpan.FromSeconds(3));
        foreach (var call in waiting)
            await Assert.ThrowsAsync<EngineTimeoutException>(() => call);
    }

    [Fact]
    public async Task Calls_OfAnyKind_AskNoPinnedVersion()
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Json("{}"));

        foreach (var name in new[] { "info", "network", "image", "inspect", "list", "start", "stop", "kill", "remove", "pull" })
            await Record.ExceptionAsync(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));

        Assert.All(stubbed.Stub.Requests, request => Assert.DoesNotMatch("^/v[0-9]", request.Target));
    }
}

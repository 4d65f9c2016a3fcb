using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviour 10: every call honours its token, and says so with that very token.</summary>
public class CancellationTests
{
    public static TheoryData<string> All => AdapterCalls.Names;

    public static TheoryData<string> AllButRun => AdapterCalls.NamesWith(call => call.Name != "run");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(AllButRun))]
    public async Task Call_CancelledWhileTheEngineIsSilent_EndsWithTheCallersTokenAndFreesTheConnection(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Hang());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var call = AdapterCalls.Of(name).AskAsync(stubbed.Engine, cancel.Token);
        await stubbed.Stub.WaitForRequestAsync(_ => true, Ct);

        await cancel.CancelAsync();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Eventually.DefaultDeadline, Ct));
        Assert.Equal(cancel.Token, failure.CancellationToken);
        await stubbed.Stub.WaitForNoConnectionsAsync(Ct);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_CancelledBefore_AsksNothing(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Hang());
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, cancel.Token));

        Assert.Equal(cancel.Token, failure.CancellationToken);
        Assert.Empty(stubbed.Stub.Requests);
    }

    [Theory]
    [InlineData("events")]
    [InlineData("logs")]
    [InlineData("stats")]
    [InlineData("pull")]
    public async Task OpenStream_CancelledInSilence_EndsPromptlyAndFreesTheConnection(string name)
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine().OnAnything(reply.HandleAsync).OnInspect();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var call = AdapterCalls.Of(name).AskAsync(stubbed.Engine, cancel.Token);
        await reply.Opened.WaitAsync(Eventually.DefaultDeadline, Ct);

        await cancel.CancelAsync();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Eventually.DefaultDeadline, Ct));
        Assert.Equal(cancel.Token, failure.CancellationToken);
        await stubbed.Stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public async Task Events_CancelledWhileTheConsumerIsBusy_EndsAtTheNextEvent()
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine().On("GET", "/events", reply.HandleAsync);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        reply.Send(EngineSays.Event("start", 1) + EngineSays.Event("die", 2));
        await using var events = stubbed.Engine.ListenEventsAsync(null, cancel.Token).GetAsyncEnumerator(Ct);
        Assert.True(await events.MoveNextAsync());

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => events.MoveNextAsync().AsTask());
    }

    [Fact]
    public async Task Events_ConsumerLeavesTheLoop_FreesTheConnection()
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine().On("GET", "/events", reply.HandleAsync);
        reply.Send(EngineSays.Event("start", 1));

        await foreach (var _ in stubbed.Engine.ListenEventsAsync(null, Ct))
            break;

        await stubbed.Stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public async Task Dispose_IdleEngine_ClosesItsConnections()
    {
        await using var stubbed = new StubbedEngine().On("GET", "/containers/json", StubReply.Json("[]"));
        await stubbed.Engine.ListAsync(ListFilter.Everything, Ct);
        Assert.Equal(1, stubbed.Stub.OpenConnections);

        stubbed.Engine.Dispose();

        await stubbed.Stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public async Task Dispose_UnderAnOpenStream_EndsItAndClosesItsConnection()
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine().On("GET", "/events", reply.HandleAsync);
        await using var events = stubbed.Engine.ListenEventsAsync(null, Ct).GetAsyncEnumerator(Ct);
        reply.Send(EngineSays.Event("start", 1));
        Assert.True(await events.MoveNextAsync());
        var next = events.MoveNextAsync();

        stubbed.Engine.Dispose();

        var failure = await Assert.ThrowsAsync<ObjectDisposedException>(async () => await next);
        Assert.Contains("'alpha' was disposed meanwhile: listen to events", failure.Message, StringComparison.Ordinal);
        await stubbed.Stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public async Task Dispose_UnderACall_EndsItAsTheCallersMistake()
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Hang());
        var call = stubbed.Engine.ListAsync(ListFilter.Everything, Ct);
        await stubbed.Stub.WaitForRequestAsync(_ => true, Ct);

        stubbed.Engine.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_AfterDispose_IsTheCallersMistake(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Hang());
        stubbed.Engine.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));
    }
}

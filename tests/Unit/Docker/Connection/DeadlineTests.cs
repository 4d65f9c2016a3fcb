using System.Threading.Channels;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviour 10: every wait is bounded by a deadline that names what it waited for.</summary>
public class DeadlineTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("info", 3, "read engine information")]
    [InlineData("network", 3, "ensure network 'games'")]
    [InlineData("image", 3, "inspect image 'game/engine:1.4'")]
    [InlineData("inspect", 3, "inspect container '0123456789ab'")]
    [InlineData("list", 5, "list containers")]
    [InlineData("run", 30, "create container 'game-1'")]
    [InlineData("start", 30, "start container '0123456789ab'")]
    [InlineData("stop", 30, "stop container '0123456789ab'")]
    [InlineData("restart", 30, "restart container '0123456789ab'")]
    [InlineData("kill", 30, "kill container '0123456789ab'")]
    [InlineData("remove", 30, "remove container '0123456789ab'")]
    [InlineData("pull", 60, "pull image 'game/engine:1.4'")]
    [InlineData("events", 5, "listen to events")]
    [InlineData("stats", 5, "read the stats of container '0123456789ab'")]
    public async Task Call_EngineNeverAnswers_EndsAtItsDeadlineAndNamesIt(string name, int seconds, string waitedFor)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Hang());
        var call = AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct);
        await stubbed.Stub.WaitForRequestAsync(_ => true, Ct);

        stubbed.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        stubbed.Clock.Advance(TimeSpan.FromMilliseconds(1));

        var failure = await Assert.ThrowsAsync<EngineTimeoutException>(() => call);
        // An act that nobody answered may have happened all the same, and the operator has to know.
        var warning = name is "run" or "start" or "stop" or "restart" or "kill" or "remove" ? " Whether it happened is not known; look before you repeat it." : "";
        Assert.Equal($"Docker Engine 'alpha' did not answer within {seconds} s: {waitedFor}.{warning}", failure.Message);
        await stubbed.Stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public async Task Logs_StreamNeverOpens_EndsAtItsDeadlineAndNamesIt()
    {
        await using var stubbed = new StubbedEngine().OnInspect().On("GET", "/containers/{id}/logs", StubReply.Hang());
        var call = AdapterCalls.Of("logs").AskAsync(stubbed.Engine, Ct);
        await stubbed.Stub.WaitForRequestAsync(request => request.Path.EndsWith("/logs", StringComparison.Ordinal), Ct);

        stubbed.Clock.Advance(TimeSpan.FromSeconds(5));

        var failure = await Assert.ThrowsAsync<EngineTimeoutException>(() => call);
        Assert.Equal("Docker Engine 'alpha' did not answer within 5 s: read the log of container '0123456789ab'.", failure.Message);
    }

    [Fact]
    public async Task Info_EngineAnswersOnlyItsVersion_EndsAtTheSameDeadline()
    {
        await using var stubbed = new StubbedEngine().On("GET", "/version", StubReply.Json("{}")).On("GET", "/info", StubReply.Hang());
        var call = stubbed.Engine.GetEngineInfoAsync(Ct);
        await stubbed.Stub.WaitForRequestAsync(request => request.Path == "/info", Ct);

        stubbed.Clock.Advance(TimeSpan.FromSeconds(3));

        await Assert.ThrowsAsync<EngineTimeoutException>(() => call);
    }

    [Fact]
    public async Task Run_StartNeverAnswers_EndsAtItsDeadlineAndRemovesTheContainer()
    {
        await using var stubbed = new StubbedEngine().On("POST", "/containers/create", EngineSays.Created)
            .On("POST", "/containers/{id}/start", StubReply.Hang()).On("DELETE", "/containers/{id}", StubReply.NoBody());
        var call = stubbed.Engine.RunAsync(EngineSays.Spec, Ct);
        await stubbed.Stub.WaitForRequestAsync(request => request.Path.EndsWith("/start", StringComparison.Ordinal), Ct);

        stubbed.Clock.Advance(TimeSpan.FromSeconds(30));

        var failure = await Assert.ThrowsAsync<EngineTimeoutException>(() => call);
        Assert.Equal("Docker Engine 'alpha' did not answer within 30 s: start container 'game-1'.", failure.Message);
        Assert.Equal("DELETE", stubbed.Stub.Requests[^1].Method);
    }

    [Fact]
    public async Task Stop_GraceBeyondAnyHttpDefault_IsWaitedFor()
    {
        var stopped = new TaskCompletionSource();
        await using var stubbed = new StubbedEngine().On("POST", "/containers/{id}/stop", StubReply.After(stopped.Task, StubReply.NoBody()));
        var call = stubbed.Engine.StopAsync(EngineSays.Id, TimeSpan.FromSeconds(600), Ct);
        await stubbed.Stub.WaitForRequestAsync(_ => true, Ct);

        stubbed.Clock.Advance(TimeSpan.FromSeconds(609));
        stopped.SetResult();

        await call;
    }

    [Fact]
    public async Task Deadlines_Configured_AreTheOnesThatCount()
    {
        await using var stubbed = new StubbedEngine(options => options with { Deadlines = new EngineDeadlines { List = TimeSpan.FromSeconds(0.25) } })
            .OnAnything(StubReply.Hang());
        var call = stubbed.Engine.ListAsync(ListFilter.Everything, Ct);
        await stubbed.Stub.WaitForRequestAsync(_ => true, Ct);

        stubbed.Clock.Advance(TimeSpan.FromSeconds(0.25));

        Assert.Contains("within 0.25 s", (await Assert.ThrowsAsync<EngineTimeoutException>(() => call)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_ProgressNowAndThen_StartsTheSilenceAnew()
    {
        var reply = new StreamedReply();
        var progress = Channel.CreateUnbounded<PullProgress>();
        await using var stubbed = new StubbedEngine().On("POST", "/images/create", reply.HandleAsync).On("GET", "/images/{name*}/json", StubReply.Json("{}"));
        var pull = stubbed.Engine.PullImageAsync("game", PullPolicy.Always, progress.Writer, Ct);
        for (var i = 0; i < 4; i++)
        {
            reply.Send("""{"status":"Downloading"}""");
            await progress.Reader.ReadAsync(Ct);
            stubbed.Clock.Advance(TimeSpan.FromSeconds(59));
        }
        reply.End();

        await pull;
    }

    [Fact]
    public async Task Pull_SilenceAfterProgress_EndsAtItsDeadline()
    {
        var reply = new StreamedReply();
        var progress = Channel.CreateUnbounded<PullProgress>();
        await using var stubbed = new StubbedEngine().On("POST", "/images/create", reply.HandleAsync);
        var pull = stubbed.Engine.PullImageAsync("game", PullPolicy.Always, progress.Writer, Ct);
        reply.Send("""{"status":"Downloading"}""");
        await progress.Reader.ReadAsync(Ct);

        // The silence begins when the report has been passed on, which the test can't see.
        await Eventually.TrueAsync("the end of the pull", () => Passed(stubbed, 60) && pull.IsCompleted, Ct);

        var failure = await Assert.ThrowsAsync<EngineTimeoutException>(() => pull);
        Assert.Equal("Docker Engine 'alpha' sent nothing more for 60 s: pull image 'game'.", failure.Message);
        await stubbed.Stub.WaitForNoConnectionsAsync(Ct);
    }

    [Theory]
    [InlineData("events", """{"Type":"container","Action":"start"}""")]
    [InlineData("logs", "2026-01-02T03:04:05.123456789Z line\n")]
    public async Task OpenStream_SilentForADay_GoesOn(string name, string item)
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine().OnAnything(reply.HandleAsync).OnInspect(tty: true);
        await using var items = StreamOf(name, stubbed.Engine).GetAsyncEnumerator(Ct);
        reply.Send(item);
        Assert.True(await items.MoveNextAsync());

        stubbed.Clock.Advance(TimeSpan.FromHours(12));
        var next = items.MoveNextAsync();
        stubbed.Clock.Advance(TimeSpan.FromHours(12));
        reply.Send(item);

        Assert.True(await next);
    }

    [Theory]
    [InlineData("stats", "{}", "read the stats of container '0123456789ab'")]
    [InlineData("whole log", "2026-01-02T03:04:05.123456789Z line\n", "read the log of container '0123456789ab'")]
    public async Task OpenStream_SilentThoughItMustGoOn_EndsAtItsDeadline(string name, string item, string waitedFor)
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine().OnAnything(reply.HandleAsync).OnInspect(tty: true);
        await using var items = StreamOf(name, stubbed.Engine).GetAsyncEnumerator(Ct);
        reply.Send(item);
        Assert.True(await items.MoveNextAsync());
        // The consumer's own time doesn't count.
        stubbed.Clock.Advance(TimeSpan.FromHours(1));

        var next = items.MoveNextAsync();
        stubbed.Clock.Advance(TimeSpan.FromSeconds(15));

        var failure = await Assert.ThrowsAsync<EngineTimeoutException>(async () => await next);
        Assert.Equal($"Docker Engine 'alpha' sent nothing more for 15 s: {waitedFor}.", failure.Message);
        await stubbed.Stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public void Connect_DefaultDeadlines_IsShorterThanAnyCallThatWaitsForIt()
    {
        var deadlines = new EngineDeadlines();

        Assert.True(EngineTransport.ConnectDeadline(deadlines) < deadlines.Inspect);
        Assert.Equal(TimeSpan.FromSeconds(1), EngineTransport.ConnectDeadline(deadlines with { Connect = TimeSpan.FromSeconds(1) }));
    }

    private static bool Passed(StubbedEngine stubbed, int seconds)
    {
        stubbed.Clock.Advance(TimeSpan.FromSeconds(seconds));
        return true;
    }

    private static IAsyncEnumerable<object> StreamOf(string name, IDockerEngine engine) => name switch
    {
        "events" => engine.ListenEventsAsync(null, Ct),
        "stats" => engine.StreamStatsAsync(EngineSays.Id, Ct),
        "whole log" => engine.ReadLogsAsync(EngineSays.Id, new LogQuery(), Ct),
        _ => engine.ReadLogsAsync(EngineSays.Id, new LogQuery { Follow = true }, Ct),
    };
}

using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviours 6 and 7, and pitfall 1: start, stop, restart, kill and remove.</summary>
public class ActTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.4, 0)]
    [InlineData(0.5, 1)]
    [InlineData(1.49, 1)]
    [InlineData(2.5, 3)]
    [InlineData(-1, 0)]
    [InlineData(-100000, 0)]
    [InlineData(120, 120)]
    public async Task StopAndRestart_GracePeriod_IsSentInWholeSecondsEvenZero(double seconds, int sent)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.NoBody());

        await stubbed.Engine.StopAsync(EngineSays.Id, TimeSpan.FromSeconds(seconds), Ct);
        await stubbed.Engine.RestartAsync(EngineSays.Id, TimeSpan.FromSeconds(seconds), Ct);

        Assert.Equal($"POST /containers/{EngineSays.Id}/stop?t={sent}\nPOST /containers/{EngineSays.Id}/restart?t={sent}", stubbed.Asked);
    }

    [Fact]
    public async Task Stop_LongestGracePeriod_IsANumberATimerTakes()
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.NoBody());

        await stubbed.Engine.StopAsync(EngineSays.Id, TimeSpan.MaxValue, Ct);

        Assert.InRange(int.Parse(stubbed.Stub.Requests[0].Query["t"], System.Globalization.CultureInfo.InvariantCulture), 86_400, 2_147_483);
    }

    [Theory]
    [InlineData("start", "POST", "/start")]
    [InlineData("stop", "POST", "/stop?t=20")]
    [InlineData("restart", "POST", "/restart?t=20")]
    [InlineData("kill", "POST", "/kill?signal=SIGTERM")]
    [InlineData("rename", "POST", "/rename?name=game-1-old")]
    [InlineData("remove", "DELETE", "")]
    public async Task Act_ByName_ResolvesItFirstAndActsByFullId(string name, string method, string path)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.NoBody()).OnInspect();

        await AdapterCalls.Of(name).AskAbout(stubbed.Engine, "game-1", Ct);

        Assert.Equal($"GET /containers/game-1/json\n{method} /containers/{EngineSays.Id}{path}", stubbed.Asked.TrimEnd('?'));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("kill")]
    [InlineData("rename")]
    [InlineData("remove")]
    public async Task Act_ByShortId_IsResolvedToo(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.NoBody()).OnInspect();

        await AdapterCalls.Of(name).AskAbout(stubbed.Engine, EngineSays.Id[..63], Ct);

        Assert.StartsWith($"/containers/{EngineSays.Id}", stubbed.Stub.Requests[1].Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("kill")]
    [InlineData("rename")]
    public async Task Act_NameIsGone_IsContainerNotFound(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Error(404, "No such container: game-1"));

        var failure = await Assert.ThrowsAsync<ContainerNotFoundException>(() => AdapterCalls.Of(name).AskAbout(stubbed.Engine, "game-1", Ct));

        Assert.Equal(("Docker Engine 'alpha' has no container 'game-1'.", $"{name} container"), (failure.Message, failure.Operation));
        Assert.Single(stubbed.Stub.Requests);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    public async Task Act_DoneAlready_IsSuccess(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.NoBody(304));

        await AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct);

        Assert.Single(stubbed.Stub.Requests);
    }

    [Theory]
    [InlineData("game-1")]
    [InlineData(EngineSays.Id)]
    public async Task Remove_Gone_IsSuccess(string target)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Error(404, "No such container"));

        await stubbed.Engine.RemoveAsync(target, Ct);

        Assert.Single(stubbed.Stub.Requests);
    }

    [Fact]
    public async Task Remove_Always_NeverForces()
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.NoBody());

        await stubbed.Engine.RemoveAsync(EngineSays.Id, Ct);

        Assert.DoesNotContain(Assert.Single(stubbed.Stub.Requests).Query, pair => pair is not { Key: "force", Value: "0" or "false" });
    }

    [Theory]
    [InlineData("SIGKILL")]
    [InlineData("TERM")]
    [InlineData("9")]
    [InlineData("64")]
    [InlineData("SIGRTMIN+3")]
    public async Task Kill_Signal_IsSentAsItIs(string signal)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.NoBody());

        await stubbed.Engine.KillAsync(EngineSays.Id, signal, Ct);

        Assert.Equal(("POST", signal), (stubbed.Stub.Requests[0].Method, stubbed.Stub.Requests[0].Query["signal"]));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("kill")]
    [InlineData("run")]
    [InlineData("pull")]
    public async Task Act_ConnectionClosedWithoutAnAnswer_IsNotDoneAgain(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.CloseBeforeAnswer()).OnInspect();
        await stubbed.Engine.InspectContainerAsync(EngineSays.Id, Ct);

        await Assert.ThrowsAnyAsync<EngineException>(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));

        Assert.Single(stubbed.Stub.Requests, request => request.Method == "POST");
    }
}

using System.Net;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>What an engine, or whatever stands before it, refuses with.</summary>
public class RefusalTests
{
    private const string NotTheEngine = "something that is not the engine's own JSON (is there a proxy in between?)";

    public static TheoryData<string> All => AdapterCalls.Names;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_EngineRefuses_SaysEngineOperationTargetAndTheDaemonsWords(string name)
    {
        var call = AdapterCalls.Of(name);

        var failure = await FailureOfAsync(name, StubReply.Error(500, "the daemon's own words"));

        Assert.Equal(HttpStatusCode.InternalServerError, failure.StatusCode);
        Assert.Equal(("alpha", call.Target), (failure.Engine, failure.Target));
        Assert.Contains("'alpha'", failure.Message, StringComparison.Ordinal);
        Assert.Contains(call.ShownTarget, failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(": the daemon's own words", failure.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Operation);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_HtmlFromAProxy_SaysThatItIsNoEngine(string name)
    {
        var failure = await FailureOfAsync(name, StubReply.Html(502));

        Assert.EndsWith($"HTTP 502 with {NotTheEngine}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"message":null}""")]
    [InlineData("""{"message":""}""")]
    [InlineData("""{"message":7}""")]
    public async Task Inspect_ErrorWithoutWords_SaysTheStatus(string body)
    {
        foreach (var name in new[] { "inspect", "start" })
            Assert.Contains("could not", (await FailureOfAsync(name, StubReply.Text(500, "application/json", body))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_EmptyError_SaysTheStatus(string name) =>
        Assert.EndsWith($"HTTP 500 with {NotTheEngine}", (await FailureOfAsync(name, StubReply.Text(500, "text/plain", ""))).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_HugeError_HasAShortMessage(string name) =>
        Assert.InRange((await FailureOfAsync(name, StubReply.Error(500, new string('x', 1_000_000)))).Message.Length, 1, 3_000);

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_PlainTextError_HasTheText(string name)
    {
        var failure = await FailureOfAsync(name, StubReply.Text(400, "text/plain", "Client sent an HTTP request to an HTTPS server.\n"));

        Assert.Equal(HttpStatusCode.BadRequest, failure.StatusCode);
        Assert.EndsWith(": Client sent an HTTP request to an HTTPS server.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_Redirect_IsNotFollowed(string name)
    {
        await using var stubbed = new StubbedEngine();
        await using var elsewhere = StubEngine.OnTcp();
        stubbed.OnAnything(StubReply.Raw(StubReply.Head(307, $"Location: http://127.0.0.1:{elsewhere.Endpoint.Port}/", "Content-Length: 0")));

        await Assert.ThrowsAnyAsync<EngineException>(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));

        Assert.Equal(0, elsewhere.AcceptedConnections);
    }

    [Theory]
    [InlineData("inspect", typeof(ContainerNotFoundException), "No such container: 0123456789abcdef", "Docker Engine 'alpha' has no container '0123456789ab'.")]
    [InlineData("logs", typeof(ContainerNotFoundException), "No such container: 0123456789abcdef", "Docker Engine 'alpha' has no container '0123456789ab'.")]
    [InlineData("stats", typeof(ContainerNotFoundException), "No such container: 0123456789abcdef", "Docker Engine 'alpha' has no container '0123456789ab'.")]
    [InlineData("start", typeof(ContainerNotFoundException), "No such container: 0123456789abcdef", "Docker Engine 'alpha' has no container '0123456789ab'.")]
    [InlineData("stop", typeof(ContainerNotFoundException), "No such container: 0123456789abcdef", "Docker Engine 'alpha' has no container '0123456789ab'.")]
    [InlineData("restart", typeof(ContainerNotFoundException), "No such container: 0123456789abcdef", "Docker Engine 'alpha' has no container '0123456789ab'.")]
    [InlineData("kill", typeof(ContainerNotFoundException), "No such container: 0123456789abcdef", "Docker Engine 'alpha' has no container '0123456789ab'.")]
    [InlineData("image", typeof(ImageNotFoundException), "no such image: game/engine:1.4: No such image: game/engine:1.4", "Docker Engine 'alpha' has no image 'game/engine:1.4'.")]
    [InlineData("network", typeof(NetworkMissingException), "network games not found", "Docker Engine 'alpha' has no network 'games'.")]
    public async Task Call_TargetIsGone_HasItsOwnErrorAndSentence(string name, Type type, string words, string sentence)
    {
        var failure = await FailureOfAsync(name, StubReply.Error(404, words));

        Assert.Equal((type, sentence, HttpStatusCode.NotFound), (failure.GetType(), failure.Message, failure.StatusCode));
    }

    [Theory]
    [MemberData(nameof(AdapterCalls.Names), MemberType = typeof(AdapterCalls))]
    public async Task Call_NotFoundPageOfAProxy_DoesNotPassForSomethingThatIsGone(string name)
    {
        var failure = await FailureOfAsync(name, StubReply.Html(404));

        Assert.Equal(typeof(EngineException), failure.GetType());
        Assert.Equal(HttpStatusCode.NotFound, failure.StatusCode);
        Assert.Contains("proxy", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("network games not found")]
    [InlineData("failed to set up container networking: network games not found")]
    public async Task Run_NetworkIsGone_SaysSoInTheDaemonsWords(string words)
    {
        await using var stubbed = new StubbedEngine()
            .OnAnything(StubReply.NoBody())
            .On("POST", "/containers/create", EngineSays.Created)
            .On("POST", "/containers/{id}/start", StubReply.Error(404, words));

        var failure = await Assert.ThrowsAsync<NetworkMissingException>(() => stubbed.Engine.RunAsync(EngineSays.Spec, Ct));

        Assert.Equal($"Docker Engine 'alpha' could not start container 'game-1': {words}", failure.Message);
    }

    [Fact]
    public async Task Call_HalfASurrogateInTheError_IsStillAnEngineError()
    {
        var failure = await FailureOfAsync("list", StubReply.Json("""{"message":"bad \ud800 text"}""", 500));

        Assert.Equal("Docker Engine 'alpha' could not list containers: bad \uFFFD text", failure.Message);
    }

    [Fact]
    public async Task Call_TerminalEscapesInTheError_AreMadeHarmless()
    {
        var failure = await FailureOfAsync("list", StubReply.Json("""{"message":"\u001b[2Jgone\r\nforged line\u202e"}""", 500));

        Assert.Equal("Docker Engine 'alpha' could not list containers: [2Jgone  forged line", failure.Message);
    }

    [Fact]
    public async Task Act_ConnectionResetBeforeTheAnswer_DoesNotPassForUnreachable()
    {
        var stub = StubEngine.OnTcp().On("POST", "/containers/{id}/restart", StubReply.ResetBeforeAnswer());
        await using var stubbed = new StubbedEngine(stub: stub);

        var failure = await Assert.ThrowsAsync<EngineStreamException>(() => stubbed.Engine.RestartAsync(EngineSays.Id, TimeSpan.Zero, Ct));

        Assert.Contains("Whether it happened is not known; look before you repeat it.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ImageIsGone_NamesTheImage()
    {
        var failure = await FailureOfAsync("run", StubReply.Error(404, "No such image: game:9"));

        Assert.IsType<ImageNotFoundException>(failure);
        Assert.Equal("Docker Engine 'alpha' could not create container 'game-1': No such image: game:9", failure.Message);
    }

    [Fact]
    public async Task Start_NetworkIsGone_NamesTheNetwork()
    {
        var failure = await FailureOfAsync("start", StubReply.Error(404, "network games not found"));

        Assert.IsType<NetworkMissingException>(failure);
        Assert.Equal("Docker Engine 'alpha' could not start container '0123456789ab': network games not found", failure.Message);
    }

    [Theory]
    [InlineData("run", "Conflict. The container name \"/game-1\" is already in use by container \"x\".")]
    [InlineData("remove", "You cannot remove a running container x. Stop the container before attempting removal or force remove")]
    [InlineData("remove", "removal of container x is already in progress")]
    [InlineData("kill", "Cannot kill container: x: Container x is not running")]
    public async Task Call_Conflict_HasTheDaemonsWords(string name, string words)
    {
        var failure = await FailureOfAsync(name, StubReply.Error(409, words));

        Assert.IsType<EngineConflictException>(failure);
        Assert.EndsWith(words, failure.Message, StringComparison.Ordinal);
    }

    private static async Task<EngineException> FailureOfAsync(string name, StubHandler reply)
    {
        await using var stubbed = new StubbedEngine().OnAnything(reply);
        return await Assert.ThrowsAnyAsync<EngineException>(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));
    }
}

using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Success by its status, nonsense by its body: no call may fail with anything but the documented error.</summary>
public class UnreadableAnswerTests
{
    private static readonly string[] Bodies =
    [
        "", " ", "null", "{}", "[]", "[null]", "[[]]", "[{}]", "1", "\"text\"", "{", "{\"Id\":", "nope", "<html></html>", "\0\0\0\0\0\0\0\0", "{\"Id\":7}", "{\"Id\":\"../images/x\"}",
        """[{"Created":"x"}]""", """[{"Created":1e300}]""", """[{"Created":99999999999999999}]""", """[{"Created":null}]""", """[{"Names":7}]""", """[{"Labels":[]}]""",
        """{"SystemTime":7,"NCPU":"x"}""", """{"Created":{}}""",
    ];

    public static TheoryData<string> All => AdapterCalls.Names;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_NonsenseUnderSuccess_IsAnEngineExceptionOrAnAnswer(string name)
    {
        foreach (var body in Bodies)
        {
            await using var stubbed = new StubbedEngine().OnAnything(StubReply.Json(body));

            var failure = await Record.ExceptionAsync(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));

            Assert.True(failure is null or EngineException, $"{name}, '{body}': {failure}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_NoHttpAtAll_SaysThatTheEngineDoesNotSpeakIt(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Raw("220 smtp ready\r\n\r\n"));

        var failure = await Assert.ThrowsAnyAsync<EngineException>(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));

        Assert.Contains("'alpha' does not speak HTTP at ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_AnswerCutInTheMiddle_IsAnEngineException(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.CutJson("""{"Id":"0123456789"}""", 9));

        await Assert.ThrowsAnyAsync<EngineException>(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_ConnectionClosedBeforeTheAnswer_IsAnEngineException(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.CloseBeforeAnswer());

        var failure = await Assert.ThrowsAnyAsync<EngineException>(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));

        Assert.Contains("closed the connection before it was done", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inspect", "null")]
    [InlineData("inspect", "{}")]
    [InlineData("inspect", "[]")]
    [InlineData("image", "null")]
    [InlineData("image", "[]")]
    [InlineData("list", "{}")]
    [InlineData("info", "null")]
    [InlineData("info", "[]")]
    [InlineData("run", "null")]
    [InlineData("run", "{}")]
    [InlineData("run", "[]")]
    [InlineData("run", """{"Id":"abc"}""")]
    [InlineData("network", "[]")]
    public async Task Call_AnswerWithoutItsMatter_IsAnEngineException(string name, string body)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Json(body));

        var failure = await Assert.ThrowsAnyAsync<EngineException>(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));

        Assert.Contains("'alpha'", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("kill")]
    [InlineData("remove")]
    [InlineData("stats")]
    [InlineData("logs")]
    public async Task Act_EngineResolvesANameToNoId_StopsThere(string name)
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.NoBody()).OnInspect("../images/x");

        var failure = await Assert.ThrowsAsync<EngineException>(() => AdapterCalls.Of(name).AskAbout(stubbed.Engine, "game-1", Ct));

        Assert.Contains("game-1", failure.Message, StringComparison.Ordinal);
        Assert.Single(stubbed.Stub.Requests);
    }
}

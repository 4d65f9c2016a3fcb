using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>deploy/socket-proxy.conf against what the adapter really asks; a real nginx with it is tested end to end.</summary>
public class SocketProxyTests
{
    public static TheoryData<string> All => AdapterCalls.Names;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_BehindTheProxy_IsPassed(string name)
    {
        await using var stubbed = new StubbedEngine().OnInspect().OnAnything(StubReply.Json($$"""{"Id":"{{EngineSays.Id}}"}"""));

        // What becomes of the answer is other tests' matter.
        await Record.ExceptionAsync(() => AdapterCalls.Of(name).AskAsync(stubbed.Engine, Ct));

        Assert.NotEmpty(stubbed.Stub.Requests);
        SocketProxyRules.ThrowIfRefused(stubbed.Stub.Requests);
    }

    [Theory]
    [InlineData("POST", "/v1.43/containers/abc/exec")]
    [InlineData("POST", "/containers/abc/attach")]
    [InlineData("POST", "/build")]
    [InlineData("POST", "/networks/create")]
    [InlineData("GET", "/volumes")]
    [InlineData("GET", "/secrets")]
    [InlineData("PUT", "/containers/abc/archive?path=/")]
    public void Request_NoConsoleMakes_IsRefused(string method, string target) => Assert.False(SocketProxyRules.Pass(method, target));

    [Fact]
    public void Requests_OneOfThemRefused_AreNamed()
    {
        var request = new StubRequest("POST", "/v1.43/containers/abc/exec", new Dictionary<string, string>(), "");

        var failure = Assert.Throws<InvalidOperationException>(() => SocketProxyRules.ThrowIfRefused([request]));

        Assert.EndsWith("asks: POST /v1.43/containers/abc/exec", failure.Message, StringComparison.Ordinal);
    }
}

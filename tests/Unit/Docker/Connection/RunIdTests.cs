using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class RunIdTests
{
    private const string Network = """{"Id":"845b57a5","Name":"bridge"}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadRunId_DefaultNetwork_IsItsId() =>
        Assert.Equal("845b57a5", await ReadAsync("""{"LiveRestoreEnabled":false}""", StubReply.Json(Network)));

    [Fact]
    public async Task ReadRunId_NoDefaultNetwork_IsEmpty() =>
        Assert.Equal("", await ReadAsync("{}", StubReply.Error(404, "network bridge not found")));

    [Fact]
    public async Task ReadRunId_NetworkThatOutlivesTheEngine_IsEmpty() =>
        Assert.Equal("", await ReadAsync("""{"LiveRestoreEnabled":true}""", StubReply.Json(Network)));

    [Fact]
    public async Task ReadRunId_Refused_SaysSo() =>
        await Assert.ThrowsAsync<EngineException>(() => ReadAsync("{}", StubReply.Error(403, "authorization denied")));

    private static async Task<string> ReadAsync(string info, StubHandler network)
    {
        await using var stubbed = new StubbedEngine().On("GET", "/info", StubReply.Json(info)).On("GET", "/networks/bridge", network);
        return await stubbed.Engine.ReadRunIdAsync(Ct);
    }
}

using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviour 1: a network is looked for, never made.</summary>
public class NetworkTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnsureNetwork_Present_OnlyLooks()
    {
        await using var stubbed = new StubbedEngine().On("GET", "/networks/{id}", StubReply.Json("""{"Name":"games","Id":"abc"}"""));

        await stubbed.Engine.EnsureNetworkAsync("games", Ct);

        Assert.StartsWith("GET /networks/games", Assert.Single(stubbed.Stub.Requests).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureNetwork_Missing_SaysSoAndMakesNone()
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Error(404, "network games not found"));

        var failure = await Assert.ThrowsAsync<NetworkMissingException>(() => stubbed.Engine.EnsureNetworkAsync("games", Ct));

        Assert.Equal(("Docker Engine 'alpha' has no network 'games'.", "games"), (failure.Message, failure.Target));
        Assert.Equal("GET", Assert.Single(stubbed.Stub.Requests).Method);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"Id\":\"\"}")]
    public async Task EnsureNetwork_AnswerThatNamesNone_IsNoProof(string answer)
    {
        await using var stubbed = new StubbedEngine().On("GET", "/networks/{id}", StubReply.Json(answer));

        var failure = await Assert.ThrowsAsync<EngineException>(() => stubbed.Engine.EnsureNetworkAsync("games", Ct));

        Assert.Contains("ensure network 'games'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureNetwork_NotAName_FaultsItsTask()
    {
        await using var stubbed = new StubbedEngine();

        var asked = stubbed.Engine.EnsureNetworkAsync("../x", Ct);

        await Assert.ThrowsAsync<InvalidReferenceException>(() => asked);
    }

    [Fact]
    public async Task EnsureNetwork_OtherFailure_IsNotTakenForMissing()
    {
        await using var stubbed = new StubbedEngine().OnAnything(StubReply.Error(500, "boom"));

        var failure = await Assert.ThrowsAsync<EngineException>(() => stubbed.Engine.EnsureNetworkAsync("games", Ct));

        Assert.Equal("Docker Engine 'alpha' could not ensure network 'games': boom", failure.Message);
    }
}

using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Pitfall 13: what is no id, name or reference never reaches the engine.</summary>
public class RefusedReferenceTests
{
    private static readonly string[] Bad =
    [
        "", " ", "../images/x", "..", ".", "a?b", "a#b", "%2e%2e", "a%2fb", "a b", "a\nb", "a\0b", "a\u001bb", "ä", "а-cyrillic", "\u212A", "a\\b", "-a", "_a", "/a", "a/", "a:b:c", "a@b",
        new string('a', 256),
    ];

    private static readonly string[] Taking = ["network", "pull", "image", "inspect", "logs", "stats", "start", "stop", "restart", "kill", "rename", "remove"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var name in Taking)
        {
            foreach (var bad in Bad)
                cases.Add(name, bad);
            if (name is not ("pull" or "image"))
                cases.Add(name, "a/b");
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Call_NotOfTheEnginesForm_IsRefusedBeforeItIsAsked(string name, string target)
    {
        await using var stubbed = new StubbedEngine();

        var failure = await Assert.ThrowsAsync<InvalidReferenceException>(() => AdapterCalls.Of(name).AskAbout(stubbed.Engine, target, Ct));

        Assert.Equal((target, 0, 0), (failure.Target, stubbed.Stub.Requests.Count, stubbed.Stub.AcceptedConnections));
        Assert.Contains("Docker Engine 'alpha' was not asked", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("network")]
    [InlineData("pull")]
    [InlineData("image")]
    [InlineData("inspect")]
    [InlineData("logs")]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("kill")]
    [InlineData("rename")]
    [InlineData("remove")]
    public async Task Call_Null_IsRefusedLikeAnythingElse(string name)
    {
        await using var stubbed = new StubbedEngine();

        await Assert.ThrowsAsync<InvalidReferenceException>(() => AdapterCalls.Of(name).AskAbout(stubbed.Engine, null!, Ct));

        Assert.Empty(stubbed.Stub.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("9999999999999999")]
    [InlineData("-9")]
    [InlineData("9x")]
    [InlineData("SIG TERM")]
    [InlineData("SIGTERM&x=y")]
    [InlineData("SIGTERMSIGTERMSIGTERM")]
    public async Task Kill_NotASignal_IsRefusedBeforeTheEngineIsAsked(string? signal)
    {
        await using var stubbed = new StubbedEngine();

        await Assert.ThrowsAsync<InvalidReferenceException>(() => stubbed.Engine.KillAsync(EngineSays.Id, signal!, Ct));

        Assert.Empty(stubbed.Stub.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a")]
    [InlineData("-ab")]
    [InlineData("a b")]
    [InlineData("game&name=other")]
    [InlineData("../other")]
    [InlineData("game\u0000")]
    public async Task Rename_NotAName_IsRefusedBeforeTheEngineIsAsked(string? name)
    {
        await using var stubbed = new StubbedEngine();

        await Assert.ThrowsAsync<InvalidReferenceException>(() => stubbed.Engine.RenameAsync(EngineSays.Id, name!, Ct));

        Assert.Empty(stubbed.Stub.Requests);
    }
}

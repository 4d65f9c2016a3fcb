using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker.Connection;

public class SentOnceTests
{
    private static readonly string Id = new('a', 64);

    [Theory]
    [InlineData("start")]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("kill")]
    [InlineData("rename")]
    public async Task Act_ConnectionClosedBeforeTheAnswer_IsNotSentAgain(string verb)
    {
        await using var stub = StubEngine.OnUnixSocket().On("POST", $"/containers/{{id}}/{verb}", StubReply.CloseBeforeAnswer());
        using var engine = DockerEngine.Connect(new DockerEngineOptions { Endpoint = stub.Endpoint.OriginalString });
        var ct = TestContext.Current.CancellationToken;

        await Assert.ThrowsAnyAsync<EngineException>(() => verb switch
        {
            "start" => engine.StartAsync(Id, ct),
            "stop" => engine.StopAsync(Id, TimeSpan.FromSeconds(1), ct),
            "restart" => engine.RestartAsync(Id, TimeSpan.FromSeconds(1), ct),
            "rename" => engine.RenameAsync(Id, "game-old", ct),
            _ => engine.KillAsync(Id, "SIGHUP", ct),
        });

        Assert.Single(stub.Requests);
    }
}

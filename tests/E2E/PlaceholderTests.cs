namespace Rtm.E2E.Tests;

public class EnginePortTests
{
    [Xunit.Fact]
    public void EnginePort_IsTheGameEnginesOwn() => Xunit.Assert.Equal(8080, Rtm.Docker.DockerEngine.EnginePort);
}

using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>The environment is the whole process's, so nothing else runs while it is changed.</summary>
[CollectionDefinition(nameof(ProxyTests), DisableParallelization = true)]
[Collection(nameof(ProxyTests))]
public class ProxyTests
{
    private static readonly string[] Variables = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ProxyVariablesSet_GoesStraightToTheEngine(bool unix)
    {
        await using var proxy = StubEngine.OnTcp();
        var before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
        try
        {
            foreach (var name in Variables)
                Environment.SetEnvironmentVariable(name, $"http://127.0.0.1:{proxy.Endpoint.Port}");
            await using var stubbed = new StubbedEngine(stub: unix ? StubEngine.OnUnixSocket() : StubEngine.OnTcp()).OnInspect();

            await stubbed.Engine.InspectContainerAsync("game-1", Ct);

            Assert.Equal((1, 0), (stubbed.Stub.AcceptedConnections, proxy.AcceptedConnections));
        }
        finally
        {
            foreach (var (name, value) in before)
                Environment.SetEnvironmentVariable(name, value);
        }
    }
}

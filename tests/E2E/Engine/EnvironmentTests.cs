using System.Diagnostics;
using System.Globalization;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

/// <summary>What a process of its own does with the variables it is started with: DOCKER_HOST and its kin count, proxies don't.</summary>
public sealed class EnvironmentTests(SharedEngine shared, TlsEngine tls) : IClassFixture<TlsEngine>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string DeadProxy => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}");

    [Fact]
    public async Task List_DockerHostIsASocket_AsksThere()
    {
        var said = await ProbeAsync(("DOCKER_HOST", shared.Engine.Endpoint.OriginalString), ("HTTP_PROXY", DeadProxy), ("ALL_PROXY", DeadProxy));

        Assert.StartsWith("listed ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_DockerHostWithTlsVerify_UsesTheFilesOfDockerCertPath()
    {
        var said = await ProbeAsync(
            ("DOCKER_HOST", $"tcp://127.0.0.1:{tls.Port}"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", tls.ClientFolder), ("HTTPS_PROXY", DeadProxy), ("ALL_PROXY", DeadProxy));

        Assert.StartsWith("listed ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_EndpointGiven_WinsOverDockerHost()
    {
        var start = Probe(("DOCKER_HOST", "unix:///var/run/rtm-no-such.sock"));
        start.ArgumentList.Add(shared.Engine.Endpoint.OriginalString);

        Assert.StartsWith("listed ", await Tool.RunAsync(start, input: null, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_DockerHostIsNotThere_SaysWhichAndWhy()
    {
        var said = await ProbeAsync(("DOCKER_HOST", "unix:///var/run/rtm-no-such.sock"));

        Assert.Equal("EngineUnreachableException: Docker Engine 'local' is not reachable at unix:///var/run/rtm-no-such.sock: no such socket", said);
    }

    private static Task<string> ProbeAsync(params (string Name, string Value)[] variables) => Tool.RunAsync(Probe(variables), input: null, Ct);

    private static ProcessStartInfo Probe(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Rtm.Probe.dll")]);
        foreach (var name in new[] { "DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH", "NO_PROXY", "no_proxy" })
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return start;
    }
}

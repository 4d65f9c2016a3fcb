using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

/// <summary>A real dockerd with --tlsverify; which TLS version is spoken can't be chosen with it, so the stub's tests do that.</summary>
public sealed class TlsTests(TlsEngine tls) : IClassFixture<TlsEngine>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_RightCertificates_Works()
    {
        using var docker = Connect(tls.ClientFiles);

        var info = await docker.GetEngineInfoAsync(Ct);

        Assert.Equal("20.10.24", info.Version[..8]);
        await docker.ListAsync(ListFilter.Everything, Ct);
    }

    [Fact]
    public async Task Connect_NameInServerName_IsTheOneThatIsChecked()
    {
        using var docker = Connect(tls.ClientFiles with { ServerName = TlsEngine.OtherName }, host: "localhost");

        await docker.ListAsync(ListFilter.Everything, Ct);
    }

    [Fact]
    public async Task ListenEvents_OverTls_HearsAndEnds()
    {
        using var docker = Connect(tls.ClientFiles);
        await using var heard = await HeardEvents.FromNowAsync(docker, Ct);

        var id = await tls.Engine.DockerAsync(Ct, "create", SharedEngine.Image);

        await heard.HearAsync(id, "create", Ct);
    }

    [Fact]
    public async Task Connect_AnotherAuthority_SaysThatItSignedNothing()
    {
        using var stranger = TestAuthority.Create();
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.PathOf("ca.pem"), stranger.Certificate.ExportCertificatePem(), Ct);

        await RefusedAsync(
            tls.ClientFiles with { CaFile = folder.PathOf("ca.pem") },
            "127.0.0.1",
            "its certificate was not signed by the authority in Tls:CaFile");
    }

    [Fact]
    public Task Connect_AnotherName_SaysThatTheCertificateIsNotForIt() => RefusedAsync(
        tls.ClientFiles, "localhost", "its certificate is for another name; check the endpoint's host or set Tls:ServerName");

    [Fact]
    public async Task Connect_ClientOfAnotherAuthority_SaysThatTheEngineRefusedIt()
    {
        using var stranger = TestAuthority.Create();
        using var client = stranger.IssueClient();
        using var folder = new TempFolder();
        TestAuthority.WritePem(client, folder.PathOf("cert.pem"), folder.PathOf("key.pem"));

        using var docker = Connect(tls.ClientFiles with { CertFile = folder.PathOf("cert.pem"), KeyFile = folder.PathOf("key.pem") });

        // The engine's refusal and the reset that follows it race each other, so that there is more than one way to know; each names the remedy.
        var refusals = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Record.ExceptionAsync(() => docker.ListAsync(ListFilter.Everything, Ct)).AsTask()));

        Assert.All(refusals, refusal => Assert.Matches(
            "^Docker Engine 'tls' .*refuse.* this client's certificate.*check Tls:CertFile and Tls:KeyFile",
            Assert.IsAssignableFrom<EngineException>(refusal).Message));
    }

    [Fact]
    public void Connect_NoClientCertificate_NamesBothKeys()
    {
        var refusal = Assert.Throws<EngineConfigurationException>(() => Connect(tls.ClientFiles with { CertFile = "", KeyFile = "" }));

        Assert.Equal(["Tls:CertFile", "Tls:KeyFile"], refusal.Faults.Select(fault => fault.Option));
    }

    [Fact]
    public async Task Connect_PlainRequestToTheTlsPort_SaysWhatItIs()
    {
        using var docker = DockerEngine.Connect(new DockerEngineOptions { Name = "tls", Endpoint = $"tcp://127.0.0.1:{tls.Port}" });

        var refusal = await Assert.ThrowsAsync<EngineException>(() => docker.ListAsync(ListFilter.Everything, Ct));

        Assert.Contains("Client sent an HTTP request to an HTTPS server", refusal.Message, StringComparison.Ordinal);
    }

    private async Task RefusedAsync(EngineTlsOptions files, string host, string words)
    {
        using var docker = Connect(files, host);

        var refusal = await Assert.ThrowsAsync<EngineUnreachableException>(() => docker.ListAsync(ListFilter.Everything, Ct));

        Assert.Equal($"Docker Engine 'tls' is not reachable at tcp://{host}:{tls.Port}: {words}", refusal.Message);
    }

    private IDockerEngine Connect(EngineTlsOptions files, string host = "127.0.0.1") => DockerEngine.Connect(new DockerEngineOptions
    {
        Name = "tls",
        Endpoint = $"tcp://{host}:{tls.Port}",
        Tls = files,
        Deadlines = Sandbox.Patient,
    });
}

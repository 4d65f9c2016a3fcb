using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Support;

public sealed class StubTlsTests : IDisposable
{
    private readonly TestAuthority authority = TestAuthority.Create();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => authority.Dispose();

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task MutualTls_RightCertificates_IsAnswered(SslProtocols protocol)
    {
        using var server = authority.IssueServer();
        using var client = authority.IssueClient();
        await using var stub = Start(server, protocol);

        Assert.Equal("OK", await GetAsync(stub, client));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task MutualTls_NoClientCertificate_IsRefused(SslProtocols protocol)
    {
        using var server = authority.IssueServer();
        await using var stub = Start(server, protocol);

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(stub, null));
    }

    [Fact]
    public async Task MutualTls_ClientOfAnotherAuthority_IsRefused()
    {
        using var server = authority.IssueServer();
        using var stranger = TestAuthority.Create();
        using var client = stranger.IssueClient();
        await using var stub = Start(server);

        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(stub, client));
        await Eventually.TrueAsync("a handshake failure", () => stub.HandshakeFailures.Count > 0, Ct);
    }

    [Theory]
    [InlineData("another name")]
    [InlineData("expired")]
    [InlineData("a client's certificate")]
    [InlineData("another authority")]
    public async Task ServerCertificate_WithOneFault_IsRefusedByAStrictClient(string fault)
    {
        using var stranger = TestAuthority.Create();
        using var server = fault switch
        {
            "another name" => authority.IssueServer("engine.example"),
            "expired" => authority.Issue("engine", CertificateUsage.Server, ["127.0.0.1"], expired: true),
            "a client's certificate" => authority.Issue("engine", CertificateUsage.Client, ["127.0.0.1"]),
            _ => stranger.IssueServer(),
        };
        using var client = authority.IssueClient();
        await using var stub = Start(server);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(stub, client));

        Assert.IsType<AuthenticationException>(failure.InnerException);
    }

    [Fact]
    public void WriteFolder_ReadBack_HasTheThreeFilesOfDockerCertPath()
    {
        using var folder = new TempFolder();
        using var client = authority.IssueClient();

        authority.WriteFolder(folder.FullName, client);

        using var read = X509Certificate2.CreateFromPemFile(folder.PathOf("cert.pem"), folder.PathOf("key.pem"));
        using var ca = X509CertificateLoader.LoadCertificateFromFile(folder.PathOf("ca.pem"));
        Assert.Equal(client.Thumbprint, read.Thumbprint);
        Assert.Equal(authority.Certificate.Thumbprint, ca.Thumbprint);
    }

    private StubEngine Start(X509Certificate2 server, SslProtocols protocols = SslProtocols.Tls12 | SslProtocols.Tls13) =>
        StubEngine.OnTcp(new StubTls(server) { ClientAuthority = authority.Certificate, Protocols = protocols })
            .On("GET", "/_ping", StubReply.Text(200, "text/plain", "OK"));

    private async Task<string> GetAsync(StubEngine stub, X509Certificate2? client)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(authority.Certificate);
        trust.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1"));
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust, ClientCertificates = client is null ? [] : [client] },
        };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{stub.Endpoint.Port}") };
        return await http.GetStringAsync("/_ping", Ct);
    }
}

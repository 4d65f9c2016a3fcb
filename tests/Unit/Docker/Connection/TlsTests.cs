using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Pitfall 10: mutual TLS in which name, usage and chain count, on both protocols.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestAuthority _authority = TestAuthority.Create();
    private readonly TestAuthority _stranger = TestAuthority.Create();
    private readonly TempFolder _folder = new();

    public static TheoryData<SslProtocols> Protocols => [SslProtocols.Tls12, SslProtocols.Tls13];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Tls_RightCertificates_AreEnough(SslProtocols protocol)
    {
        using var server = _authority.IssueServer();
        await using var stubbed = Engine(server, protocol);

        Assert.Empty(await stubbed.Engine.ListAsync(ListFilter.Everything, Ct));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Tls_AnotherAuthoritysServer_IsRefused(SslProtocols protocol)
    {
        using var server = _stranger.IssueServer();

        await AssertRefusedAsync(server, "its certificate was not signed by the authority in Tls:CaFile", protocol);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Tls_AnotherName_IsRefused(SslProtocols protocol)
    {
        using var server = _authority.IssueServer("engine.example");

        await AssertRefusedAsync(server, "its certificate is for another name; check the endpoint's host or set Tls:ServerName", protocol);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Tls_StolenClientCertificateAsServer_IsRefused(SslProtocols protocol)
    {
        using var server = _authority.Issue("operator", CertificateUsage.Client, ["127.0.0.1"]);

        await AssertRefusedAsync(server, "its certificate is not a server's; it was issued for another use", protocol);
    }

    [Fact]
    public async Task Tls_ExpiredServer_IsRefused()
    {
        using var server = _authority.Issue("engine", CertificateUsage.Server, ["127.0.0.1"], expired: true);

        await AssertRefusedAsync(server, "its certificate has expired or is not valid yet");
    }

    [Fact]
    public async Task Tls_ServerNameGiven_IsTheOneThatCounts()
    {
        using var server = _authority.IssueServer("engine.example");
        await using var stubbed = Engine(server, serverName: "engine.example");

        Assert.Empty(await stubbed.Engine.ListAsync(ListFilter.Everything, Ct));
    }

    [Fact]
    public async Task Tls_ServerNameGivenAndAnotherShown_IsRefused()
    {
        using var server = _authority.IssueServer();
        await using var stubbed = Engine(server, serverName: "engine.example");

        var failure = await Assert.ThrowsAsync<EngineUnreachableException>(() => stubbed.Engine.ListAsync(ListFilter.Everything, Ct));

        Assert.Contains("for another name", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Tls_ClientOfAnotherAuthority_IsToldToCheckItsCertificate(SslProtocols protocol)
    {
        using var server = _authority.IssueServer();
        using var client = _stranger.IssueClient();
        await using var stubbed = Engine(server, protocol, client: client);

        var failure = await Assert.ThrowsAnyAsync<EngineException>(() => stubbed.Engine.ListAsync(ListFilter.Everything, Ct));

        Assert.Contains("Tls:CertFile", failure.Message, StringComparison.Ordinal);
        Assert.Empty(stubbed.Stub.Requests);
    }

    [Fact]
    public async Task Tls_PlainTextToATlsPort_IsAnEngineException()
    {
        using var server = _authority.IssueServer();
        await using var stubbed = new StubbedEngine(stub: StubEngine.OnTcp(new StubTls(server)));

        var failure = await Assert.ThrowsAnyAsync<EngineException>(() => stubbed.Engine.ListAsync(ListFilter.Everything, Ct));

        Assert.Contains("'alpha'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_ToAPlainPort_SaysThatItSpeaksNoTls()
    {
        await using var plain = new RawServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        using var engine = DockerEngine.Connect(Options(plain.Endpoint));

        var failure = await Assert.ThrowsAsync<EngineUnreachableException>(() => engine.ListAsync(ListFilter.Everything, Ct));

        Assert.EndsWith("it does not speak TLS on this port", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_HandshakeNeverAnswered_EndsAtTheConnectDeadline()
    {
        await using var silent = new RawServer(null);
        using var engine = DockerEngine.Connect(Options(silent.Endpoint) with { Deadlines = new EngineDeadlines { Connect = TimeSpan.FromMilliseconds(100) } });

        var failure = await Assert.ThrowsAsync<EngineTimeoutException>(() => engine.ListAsync(ListFilter.Everything, Ct));

        Assert.Equal($"Docker Engine 'alpha' did not accept a connection at {silent.Endpoint.OriginalString} within 0.1 s: list containers.", failure.Message);
    }

    private async Task AssertRefusedAsync(X509Certificate2 server, string words, SslProtocols protocol = SslProtocols.Tls13)
    {
        await using var stubbed = Engine(server, protocol);

        var failure = await Assert.ThrowsAsync<EngineUnreachableException>(() => stubbed.Engine.ListAsync(ListFilter.Everything, Ct));

        Assert.Equal($"Docker Engine 'alpha' is not reachable at {stubbed.Stub.Endpoint.OriginalString}: {words}", failure.Message);
        Assert.Empty(stubbed.Stub.Requests);
    }

    private StubbedEngine Engine(X509Certificate2 server, SslProtocols protocol = SslProtocols.Tls13, string? serverName = null, X509Certificate2? client = null)
    {
        var stub = StubEngine.OnTcp(new StubTls(server) { ClientAuthority = _authority.Certificate, Protocols = protocol });
        return new StubbedEngine(_ => Options(stub.Endpoint, serverName, client), stub).On("GET", "/containers/json", StubReply.Json("[]"));
    }

    private DockerEngineOptions Options(Uri endpoint, string? serverName = null, X509Certificate2? client = null)
    {
        using var own = _authority.IssueClient();
        _authority.WriteFolder(_folder.FullName, client ?? own);
        return new DockerEngineOptions
        {
            Name = "alpha",
            Endpoint = endpoint.OriginalString,
            Tls = new EngineTlsOptions
            {
                CaFile = _folder.PathOf("ca.pem"),
                CertFile = _folder.PathOf("cert.pem"),
                KeyFile = _folder.PathOf("key.pem"),
                ServerName = serverName,
            },
        };
    }
}

using System.Security.Cryptography.X509Certificates;
using Rtm.Docker;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine.Support;

/// <summary>A real engine that demands certificates of an authority made for it. Its own is for 127.0.0.1 and <see cref="OtherName"/>.</summary>
public sealed class TlsEngine : IAsyncLifetime
{
    public const string OtherName = "engine.example";

    private readonly TempFolder _folder = new();
    private readonly TestAuthority _authority = TestAuthority.Create();
    private PrivateEngine? _engine;

    public PrivateEngine Engine => _engine ?? throw new InvalidOperationException("the engine has not been started yet");

    public int Port { get; private set; }

    /// <summary>A folder as DOCKER_CERT_PATH has it.</summary>
    public string ClientFolder => _folder.FullName;

    /// <summary>What a client of this engine needs.</summary>
    public EngineTlsOptions ClientFiles => new()
    {
        CaFile = _folder.PathOf("ca.pem"),
        CertFile = _folder.PathOf("cert.pem"),
        KeyFile = _folder.PathOf("key.pem"),
    };

    public async ValueTask InitializeAsync()
    {
        using X509Certificate2 server = _authority.IssueServer("127.0.0.1", OtherName), client = _authority.IssueClient();
        _authority.WriteFolder(_folder.FullName, client);
        TestAuthority.WritePem(server, _folder.PathOf("server-cert.pem"), _folder.PathOf("server-key.pem"));
        Port = FreePort.Find();
        _engine = await QuietEngine.StartAsync("tls", TestContext.Current.CancellationToken, new PrivateEngineOptions
        {
            TcpPort = Port,
            Tls = new EngineCertificates(ClientFiles.CaFile, _folder.PathOf("server-cert.pem"), _folder.PathOf("server-key.pem")),
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }
}

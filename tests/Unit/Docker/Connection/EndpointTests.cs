using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Pitfall 11: where an engine is, by options, environment and default, and what is wrong with it.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tcp://10.0.0.5:2375", "tcp://10.0.0.6:2375", "tcp://10.0.0.5:2375/")]
    [InlineData(null, "tcp://10.0.0.6:2375", "tcp://10.0.0.6:2375/")]
    [InlineData("  ", "unix:///run/x.sock", "unix:///run/x.sock")]
    [InlineData(null, null, "unix:///var/run/docker.sock")]
    [InlineData("", " ", "unix:///var/run/docker.sock")]
    [InlineData("http://10.0.0.5", null, "http://10.0.0.5/")]
    public void Connect_OptionsThenEnvironmentThenDefault_GivesTheEndpoint(string? option, string? dockerHost, string expected)
    {
        using var engine = Connect(new DockerEngineOptions { Endpoint = option }, ("DOCKER_HOST", dockerHost));

        Assert.Equal(expected, engine.Endpoint.AbsoluteUri);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public void Connect_DockerTlsVerify_TakesTheCertificatesOfDockerCertPath(string verify)
    {
        using var authority = TestAuthority.Create();
        using var client = authority.IssueClient();
        authority.WriteFolder(_folder.FullName, client);

        using var engine = Connect(
            new DockerEngineOptions(), ("DOCKER_HOST", "tcp://127.0.0.1:2376"), ("DOCKER_TLS_VERIFY", verify), ("DOCKER_CERT_PATH", _folder.FullName));

        Assert.Equal("127.0.0.1", engine.Endpoint.Host);
    }

    [Fact]
    public void Connect_DockerTlsVerifyWithoutCertPath_LooksInTheHomeFolder()
    {
        var faults = FaultsOf(new DockerEngineOptions(), ("DOCKER_HOST", "tcp://127.0.0.1:2376"), ("DOCKER_TLS_VERIFY", "1"), ("HOME", _folder.FullName));

        Assert.Equal(
            ["Tls:CaFile (from DOCKER_TLS_VERIFY)", "Tls:CertFile (from DOCKER_TLS_VERIFY)", "Tls:KeyFile (from DOCKER_TLS_VERIFY)"],
            faults.Select(fault => fault.Option));
        Assert.Contains(_folder.PathOf(".docker/ca.pem"), faults[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_DockerCertPathWithoutFiles_IsNamedByTheFaults() => Assert.All(
        FaultsOf(new DockerEngineOptions(), ("DOCKER_HOST", "tcp://127.0.0.1:2376"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/nowhere")),
        fault => Assert.EndsWith(" (from DOCKER_TLS_VERIFY and DOCKER_CERT_PATH)", fault.Option, StringComparison.Ordinal));

    [Theory]
    [InlineData("unix:///run/x.sock")]
    [InlineData("http://10.0.0.5:2375")]
    public void Connect_DockerTlsVerifyThatDoesNotFitTheScheme_IsWhatToUnset(string dockerHost)
    {
        var fault = Assert.Single(FaultsOf(new DockerEngineOptions(), ("DOCKER_HOST", dockerHost), ("DOCKER_TLS_VERIFY", "1")));

        Assert.Equal("Tls (from DOCKER_TLS_VERIFY)", fault.Option);
        Assert.Contains("unset DOCKER_TLS_VERIFY", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("remove Tls", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_EndpointOfItsOwn_IgnoresDockerTlsVerify()
    {
        using var engine = Connect(new DockerEngineOptions { Endpoint = "tcp://127.0.0.1:2375" }, ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", "/nowhere"));

        Assert.Equal(2375, engine.Endpoint.Port);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ssh://host")]
    [InlineData("npipe:////./pipe/docker_engine")]
    [InlineData("unix://var/run/docker.sock")]
    [InlineData("unix:///")]
    [InlineData("unix:///run/a#b.sock")]
    [InlineData("unix:///run/a.sock?x")]
    [InlineData("tcp://10.0.0.5")]
    [InlineData("tcp://user@10.0.0.5:2375")]
    [InlineData("tcp://10.0.0.5:2375/path")]
    [InlineData("tcp://10.0.0.5:2375?x=y")]
    public void Connect_BadEndpoint_IsAFaultOfIt(string endpoint)
    {
        Assert.Equal("Endpoint", Assert.Single(FaultsOf(new DockerEngineOptions { Endpoint = endpoint })).Option);
        Assert.Equal("Endpoint (from DOCKER_HOST)", Assert.Single(FaultsOf(new DockerEngineOptions(), ("DOCKER_HOST", endpoint))).Option);
    }

    [Theory]
    [InlineData("tcp://user:hunter2@10.0.0.5")]
    [InlineData("tcp://user:hunter2@10.0.0.5:2376/path")]
    [InlineData("tcp://user:hun#ter2@10.0.0.5:2376")]
    [InlineData("tcp://user:hunter2%4010.0.0.5:2376")]
    [InlineData("ssh://user:hunter2@host")]
    [InlineData("unix://user:hunter2@host/run/x.sock")]
    [InlineData("user:hunter2@10.0.0.5:2376")]
    [InlineData("//user:hunter2@10.0.0.5")]
    public void Connect_PasswordInTheEndpoint_IsNotRepeated(string endpoint)
    {
        var refusal = Assert.Throws<EngineConfigurationException>(() => Connect(new DockerEngineOptions(), ("DOCKER_HOST", endpoint)));

        Assert.StartsWith("must hold no user and no password", Assert.Single(refusal.Faults).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ter2", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_SocketPathWithAnAt_IsAPath()
    {
        using var engine = Connect(new DockerEngineOptions { Endpoint = "unix:///run/a@b.sock" });

        Assert.Equal("/run/a@b.sock", engine.Endpoint.LocalPath);
    }

    [Fact]
    public void Connect_SocketPathLongerThanAnySocketCanHave_IsAFaultOfTheEndpoint() =>
        Assert.Contains("107 bytes", Assert.Single(FaultsOf(new DockerEngineOptions { Endpoint = "unix:///" + new string('x', 107) })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("unix:///run/x.sock", true)]
    [InlineData("http://10.0.0.5:2375", true)]
    [InlineData("https://10.0.0.5:2376", false)]
    public void Connect_TlsThatDoesNotFitTheScheme_IsAFaultOfTls(string endpoint, bool tls) =>
        Assert.Equal("Tls", Assert.Single(FaultsOf(new DockerEngineOptions { Endpoint = endpoint, Tls = tls ? new EngineTlsOptions() : null })).Option);

    [Fact]
    public void Connect_SeveralFaults_AreNamedAllAtOnce()
    {
        var failure = Assert.Throws<EngineConfigurationException>(() => Connect(new DockerEngineOptions
        {
            Name = " ",
            LogDriver = "",
            Endpoint = "ssh://host",
            Deadlines = new EngineDeadlines { List = TimeSpan.Zero, Cleanup = TimeSpan.FromDays(2), Connect = Timeout.InfiniteTimeSpan },
        }));

        Assert.Equal(["Name", "LogDriver", "Deadlines:Connect", "Deadlines:List", "Deadlines:Cleanup", "Endpoint"], failure.Faults.Select(fault => fault.Option));
        Assert.All(failure.Faults, fault => Assert.Contains($"{fault.Option}: {fault.Message}", failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Connect_CertificateFilesMissing_AreAFaultEach() => Assert.Equal(
        ["Tls:CaFile", "Tls:CertFile", "Tls:KeyFile"],
        FaultsOf(new DockerEngineOptions { Endpoint = "tcp://127.0.0.1:2376", Tls = new EngineTlsOptions { CaFile = "/nowhere/ca.pem", KeyFile = _folder.FullName } })
            .Select(fault => fault.Option));

    [Theory]
    [InlineData("ca.pem", "", "Tls:CaFile")]
    [InlineData("ca.pem", "no certificate", "Tls:CaFile")]
    [InlineData("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "Tls:CaFile")]
    [InlineData("cert.pem", "no certificate", "Tls:CertFile")]
    [InlineData("cert.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "Tls:CertFile")]
    [InlineData("key.pem", "no key", "Tls:CertFile")]
    [InlineData("key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "Tls:CertFile")]
    public void Connect_FileThatIsNoPem_IsAFaultThatNamesIt(string file, string text, string option)
    {
        WriteCertificates();
        File.WriteAllText(_folder.PathOf(file), text);

        var fault = Assert.Single(FaultsOf(WithCertificates()));

        Assert.Equal(option, fault.Option);
        Assert.Contains(_folder.PathOf(file), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_KeyOfAnotherCertificate_IsAFault()
    {
        WriteCertificates();
        using var stranger = TestAuthority.Create();
        using var other = stranger.IssueClient();
        TestAuthority.WritePem(other, _folder.PathOf("other.pem"), _folder.PathOf("key.pem"));

        Assert.Equal("Tls:CertFile", Assert.Single(FaultsOf(WithCertificates())).Option);
    }

    [Fact]
    public void Connect_Disposed_DisposesItsCertificates()
    {
        WriteCertificates();
        var engine = (ConnectedEngine)Connect(WithCertificates());
        var certificates = engine.Tls!.Certificates;

        engine.Dispose();

        Assert.Equal([nint.Zero, nint.Zero], certificates.Select(certificate => certificate.Handle));
    }

    [Theory]
    [InlineData("ca.pem")]
    [InlineData("key.pem")]
    public void Tls_FaultInOneFile_LeavesTheOtherToBeDisposed(string file)
    {
        WriteCertificates();
        File.WriteAllText(_folder.PathOf(file), "no PEM");
        var faults = new List<OptionFault>();
        var tls = EngineTls.Load(WithCertificates().Tls!, "", new Uri("tcp://127.0.0.1:2376"), faults);
        var loaded = Assert.Single(tls.Certificates);

        tls.Dispose();

        Assert.Equal((nint.Zero, 1, null), (loaded.Handle, faults.Count, tls.Options));
    }

    [Theory]
    [InlineData("https://engine.example")]
    [InlineData("engine.example:2376")]
    [InlineData("engine example")]
    public void Connect_ServerNameThatIsNone_IsAFault(string name)
    {
        WriteCertificates();
        var options = WithCertificates();

        Assert.Equal("Tls:ServerName", Assert.Single(FaultsOf(options with { Tls = options.Tls! with { ServerName = name } })).Option);
    }

    [Fact]
    public void Connect_Null_IsTheCallersMistake() => Assert.Throws<ArgumentNullException>(() => DockerEngine.Connect(null!));

    private static IDockerEngine Connect(DockerEngineOptions options, params (string Name, string? Value)[] environment) =>
        DockerEngine.ConnectWith(name => environment.FirstOrDefault(variable => variable.Name == name).Value, options);

    private static IReadOnlyList<OptionFault> FaultsOf(DockerEngineOptions options, params (string Name, string? Value)[] environment) =>
        Assert.Throws<EngineConfigurationException>(() => Connect(options, environment)).Faults;

    private void WriteCertificates()
    {
        using var authority = TestAuthority.Create();
        using var client = authority.IssueClient();
        authority.WriteFolder(_folder.FullName, client);
    }

    private DockerEngineOptions WithCertificates() => new()
    {
        Endpoint = "tcp://127.0.0.1:2376",
        Tls = new EngineTlsOptions { CaFile = _folder.PathOf("ca.pem"), CertFile = _folder.PathOf("cert.pem"), KeyFile = _folder.PathOf("key.pem") },
    };
}

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Engines that can't be reached, in an operator's words.</summary>
public sealed class UnreachableTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> All => AdapterCalls.Names;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string SocketPath => _folder.PathOf("docker.sock");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_NoSuchSocket_SaysSo(string name)
    {
        using var engine = Connect($"unix://{SocketPath}");

        var failure = await Assert.ThrowsAsync<EngineUnreachableException>(() => AdapterCalls.Of(name).AskAsync(engine, Ct));

        Assert.Equal($"Docker Engine 'alpha' is not reachable at unix://{SocketPath}: no such socket", failure.Message);
        Assert.Null(failure.StatusCode);
    }

    [Fact]
    public async Task Call_NothingListensOnTheSocket_AsksForDockerd()
    {
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            socket.Bind(new UnixDomainSocketEndPoint(SocketPath));
        File.WriteAllText(SocketPath, "");

        Assert.EndsWith(": nothing listens on the socket; is dockerd running?", await MessageAsync($"unix://{SocketPath}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_NothingListensOnThePort_AsksForDockerd()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        Assert.EndsWith($": nothing listens on port {port}; is dockerd running and bound to tcp?", await MessageAsync($"tcp://127.0.0.1:{port}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_HostThatDoesNotExist_NamesIt() =>
        Assert.Contains("'nowhere.invalid'", await MessageAsync("tcp://nowhere.invalid:2375"), StringComparison.Ordinal);

    [Fact]
    public async Task Call_FileThatIsADatagramSocket_SaysSo()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(SocketPath));

        Assert.EndsWith(": the file is not a stream socket", await MessageAsync($"unix://{SocketPath}"), StringComparison.Ordinal);
    }

    // As root nothing is forbidden, so the words are asked for directly.
    [Fact]
    public void Words_NoPermission_NameTheGroupToJoin()
    {
        File.WriteAllText(SocketPath, "");
        Assert.SkipUnless(Chown(SocketPath, -1, 54321) == 0, "only root can give a file to another group");

        Assert.Equal(
            "no permission on the socket; it belongs to the group with gid 54321: run the console as a member of that group",
            UnreachableWords.For(new HttpRequestException("x", new SocketException((int)SocketError.AccessDenied)), new EngineEndpoint(new Uri($"unix://{SocketPath}"), null)));
    }

    [Fact]
    public void Words_NoPermissionAndAKnownGroup_SayItsName()
    {
        File.WriteAllText(SocketPath, "");
        Assert.SkipUnless(Chown(SocketPath, -1, 0) == 0, "only root can give a file to another group");

        Assert.Equal("it belongs to group 'root' (gid 0): run the console as a member of that group", SocketOwner.Describe(SocketPath));
    }

    [Fact]
    public void SocketOwner_GroupFile_IsSearchedByNumber()
    {
        File.WriteAllText(SocketPath, "broken\nx:x\nroot:x:0:\ndocker:x:998:a,b\n");

        Assert.Equal(("docker", null, null), (SocketOwner.NameOf(998, SocketPath), SocketOwner.NameOf(99, SocketPath), SocketOwner.NameOf(0, "/nowhere")));
    }

    [Fact]
    public void SocketOwner_NoSuchFile_StillSaysWhatToDo() => Assert.Equal("run the console as a user who may open it", SocketOwner.Describe(SocketPath));

    [Theory]
    [InlineData(SocketError.HostUnreachable, "there is no network route to 'engine.example'")]
    [InlineData(SocketError.TimedOut, "'engine.example' does not answer; a firewall may drop the packets")]
    [InlineData(SocketError.TryAgain, "the name 'engine.example' can't be looked up now")]
    [InlineData(SocketError.ConnectionReset, "the connection was reset; a plain request to a TLS port does this")]
    public void Words_NetworkError_AreAnOperators(SocketError error, string words) => Assert.Equal(
        words, UnreachableWords.For(new HttpRequestException("x", new SocketException((int)error)), new EngineEndpoint(new Uri("tcp://engine.example:2376"), null)));

    [Theory]
    [InlineData("error:0A000412:SSL routines::ssl/tls alert bad certificate")]
    [InlineData("error:0A00045C:SSL routines::tlsv13 alert certificate required")]
    [InlineData("error:0A000418:SSL routines::tlsv1 alert unknown ca")]
    public void Words_AlertAboutTheClientsCertificate_NameItsOption(string alert) => Assert.Contains(
        "Tls:CertFile",
        UnreachableWords.For(new HttpRequestException("x", new IOException("y", new InvalidOperationException(alert))), new EngineEndpoint(new Uri("tcp://e:2376"), null)),
        StringComparison.Ordinal);

    [DllImport("libc", EntryPoint = "chown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressMessage("Interoperability", "SYSLIB1054", Justification = "One call of a test needs no unsafe code.")]
    private static extern int Chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int owner, int group);

    private static IDockerEngine Connect(string endpoint) => DockerEngine.Connect(new DockerEngineOptions { Name = "alpha", Endpoint = endpoint });

    private static async Task<string> MessageAsync(string endpoint)
    {
        using var engine = Connect(endpoint);
        return (await Assert.ThrowsAsync<EngineUnreachableException>(() => engine.ListAsync(ListFilter.Everything, Ct))).Message;
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

/// <summary>deploy/socket-proxy.conf between the adapter and a real engine: all the console does goes through, nothing else.</summary>
public sealed class SocketProxyTests(SharedEngine shared) : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private Nginx _nginx = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Socket => _folder.PathOf("engine.sock");

    public async ValueTask InitializeAsync()
    {
        var engine = shared.Engine;
        var configuration = Nginx.Delivered("socket-proxy.conf")
            .Replace("/run/rtm-engine/docker.sock", Socket, StringComparison.Ordinal)
            .Replace("/var/run/docker.sock", engine.SocketPath, StringComparison.Ordinal)
            .Replace("/dev/stderr", "stderr", StringComparison.Ordinal)
            .Replace(" /tmp/", $" {_folder.FullName}/", StringComparison.Ordinal);
        _nginx = await Nginx.StartAsync(_folder, configuration, () => Task.FromResult(File.Exists(Socket)), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Container_ThroughTheProxy_IsRunReadStoppedAndRemoved()
    {
        await using var box = new Sandbox(shared.Engine);
        using var docker = DockerEngine.Connect(new DockerEngineOptions { Name = "proxied", Endpoint = $"unix://{Socket}", Deadlines = Sandbox.Patient });

        var id = (await docker.RunAsync(box.ShellSpec("proxied", "echo hello; exec sleep 600"), Ct)).ContainerId;
        var listed = await docker.ListAsync(box.Mine, Ct);
        await docker.StopAsync(id, TimeSpan.FromSeconds(1), Ct);
        var inspected = await docker.InspectContainerAsync(id, Ct);
        await docker.RemoveAsync(id, Ct);

        Assert.Equal(id, Assert.Single(listed).Id);
        Assert.Equal("exited", inspected.Status);
        Assert.Empty(await docker.ListAsync(box.Mine, Ct));
    }

    [Theory]
    [InlineData("POST", "/containers/abc/exec")]
    [InlineData("POST", "/v1.43/containers/abc/exec")]
    [InlineData("POST", "/exec/abc/start")]
    [InlineData("POST", "/containers/abc/attach")]
    [InlineData("PUT", "/containers/abc/archive?path=/")]
    [InlineData("GET", "/containers/abc/archive?path=/etc")]
    [InlineData("GET", "/containers/abc/export")]
    [InlineData("POST", "/containers/abc/update")]
    [InlineData("POST", "/build")]
    [InlineData("POST", "/commit?container=abc")]
    [InlineData("POST", "/volumes/create")]
    [InlineData("POST", "/networks/create")]
    [InlineData("POST", "/plugins/pull")]
    [InlineData("GET", "/secrets")]
    [InlineData("POST", "/swarm/init")]
    [InlineData("DELETE", "/images/busybox")]
    [InlineData("GET", "/containers/json/../../secrets")]
    [InlineData("GET", "/images/x/json/..%2f..%2f..%2fsecrets")]
    [InlineData("POST", "/containers/create/../../exec/abc/start")]
    [InlineData("POST", "/containers/..%2fexec/start")]
    public async Task Request_TheConsoleNeverMakes_IsRefused(string method, string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), Ct);
        // Sent as it stands: a client would tidy the path up.
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: docker\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Ct);
        using var reader = new StreamReader(new NetworkStream(socket));

        Assert.StartsWith($"HTTP/1.1 {(int)HttpStatusCode.Forbidden} ", await reader.ReadLineAsync(Ct), StringComparison.Ordinal);
    }
}

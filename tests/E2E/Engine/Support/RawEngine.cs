using System.Net.Sockets;
using System.Text.Json.Nodes;
using Rtm.E2E.Tests.Support;

namespace Rtm.E2E.Tests.Engine.Support;

/// <summary>The engine's HTTP API without the adapter: what its answers are compared with, and how the test itself acts on the engine.</summary>
internal sealed class RawEngine : IDisposable
{
    private readonly HttpClient _http;

    public RawEngine(PrivateEngine engine)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(engine.SocketPath), ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://engine/") };
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken ct) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), ct))!;

    public async Task<JsonNode> PostAsync(string path, HttpContent body, CancellationToken ct)
    {
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), body, ct);
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!;
    }

    public async Task RenameAsync(string containerId, string name, CancellationToken ct)
    {
        using var answer = await _http.PostAsync(new Uri($"containers/{containerId}/rename?name={name}", UriKind.Relative), content: null, ct);
        answer.EnsureSuccessStatusCode();
    }

    public async Task ForceRemoveAsync(string containerId, CancellationToken ct)
    {
        using var answer = await _http.DeleteAsync(new Uri($"containers/{containerId}?force=1&v=1", UriKind.Relative), ct);
        if (answer.StatusCode is not (System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Conflict))
            answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}

using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Rtm.Bench;

/// <summary>The baseline: a pooled HTTP client on the engine's socket that reads bytes and understands nothing.</summary>
internal sealed class RawEngine : IDisposable
{
    private readonly HttpClient _client;

    public RawEngine(string endpoint)
    {
        var uri = new Uri(endpoint);
        if (uri.Scheme != "unix")
            throw new NotSupportedException($"The benchmark runs on a unix socket, not on {endpoint}.");
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            MaxResponseDrainSize = 0,
            ConnectCallback = async (_, ct) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(uri.LocalPath), ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _client = new HttpClient(handler) { BaseAddress = new Uri("http://localhost/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public Task<byte[]> GetAsync(string path, CancellationToken ct) => _client.GetByteArrayAsync(path, ct);

    public async Task<string> PostAsync(string path, HttpContent? content, CancellationToken ct)
    {
        using var response = await _client.PostAsync(path, content, ct);
        var body = await response.Content.ReadAsStringAsync(ct);
        return response.IsSuccessStatusCode ? body : throw new HttpRequestException($"POST {path}: {(int)response.StatusCode} {body}");
    }

    public Task<string> PostJsonAsync(string path, string json, CancellationToken ct) =>
        PostAsync(path, new StringContent(json, new MediaTypeHeaderValue("application/json")), ct);

    public async Task DeleteAsync(string path, CancellationToken ct)
    {
        using var response = await _client.DeleteAsync(path, ct);
        response.EnsureSuccessStatusCode();
    }

    public Task<Stream> OpenAsync(string path, CancellationToken ct) => _client.GetStreamAsync(path, ct);

    public void Dispose() => _client.Dispose();
}

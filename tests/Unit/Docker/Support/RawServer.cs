using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Rtm.Unit.Tests.Docker;

/// <summary>A TCP server that takes no notice of what it is told: it answers the first bytes with a fixed text and hangs up, or never answers.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closed = new();
    private readonly string? _answer;
    private readonly Task _serving;

    public RawServer(string? answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Endpoint => new($"tcp://{_listener.LocalEndpoint}");

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _serving;
        _listener.Dispose();
        _closed.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_closed.Token);
                var stream = client.GetStream();
                var buffer = new byte[16 * 1024];
                await stream.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, _closed.Token);
                if (_answer is null)
                    await Task.Delay(Timeout.Infinite, _closed.Token);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(_answer!), _closed.Token);
            }
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // The test is over.
        }
    }
}

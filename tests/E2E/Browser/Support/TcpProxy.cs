using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>A cable that can be cut and mended. What is at its end is told its address.</summary>
public class TcpProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _ends = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _cut;

    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Ends every connection and takes no other until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _cut = true;
        foreach (var end in _ends.Keys)
            Reset(end);
    }

    public void Mend() => _cut = false;

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Passes what comes back to who asked.</summary>
    protected virtual Task AnswerAsync(Stream server, Stream client, CancellationToken ct) => server.CopyToAsync(client, ct);

    private async Task AcceptAsync()
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                if (_cut)
                    Reset(client);
                else
                    passing.Add(PassAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            _ends[client] = true;
            _ends[server] = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), _stop.Token),
                    AnswerAsync(server.GetStream(), client.GetStream(), _stop.Token));
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
            {
                // A cut cable: both ends notice by themselves.
            }
            finally
            {
                _ends.TryRemove(client, out _);
                _ends.TryRemove(server, out _);
            }
        }
    }

    private static void Reset(TcpClient end)
    {
        try
        {
            if (end.Client is { } socket)
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }
}

using System.Net.WebSockets;
using System.Text;

namespace Rtm.Tests.Support;

/// <summary>The WebSocket of an open page, as far as its session is concerned.</summary>
public sealed class PageSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();

    private PageSocket()
    {
    }

    public static async Task<PageSocket> OpenAsync(CookieBrowser browser, Uri console, CancellationToken ct)
    {
        var page = new PageSocket();
        page._socket.Options.SetRequestHeader("Cookie", browser.CookieHeader);
        page._socket.Options.SetRequestHeader("Origin", $"http://{console.Authority}");
        await page._socket.ConnectAsync(new Uri($"ws://{console.Authority}/_blazor"), ct);
        await page._socket.SendAsync(Encoding.ASCII.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, endOfMessage: true, ct);
        return page;
    }

    public async Task SendAsync(byte[] message, CancellationToken ct) => await _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, ct);

    /// <summary>Returns when the console has cut it.</summary>
    public async Task CutAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var buffer = new byte[4096];
        try
        {
            while ((await _socket.ReceiveAsync(buffer, patience.Token)).MessageType != WebSocketMessageType.Close)
            {
                // The handshake's answer, and pings.
            }
        }
        catch (WebSocketException)
        {
            // Cut without a word.
        }
    }

    public void Dispose() => _socket.Dispose();
}

using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace Rtm.Tests.Support;

/// <summary>One accepted connection: a handler writes to it whatever bytes it likes, and ends it as it likes.</summary>
public sealed class StubConnection : IAsyncDisposable
{
    // Without a bound that a client could reach: the pump must always be reading to notice that the client has gone.
    private readonly Pipe input = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly CancellationTokenSource gone;
    private readonly Socket socket;
    private readonly Stream stream;
    private readonly Task pump;
    private readonly StubRequestReader requests;

    internal StubConnection(Socket socket, Stream stream, int number, CancellationToken stubClosed)
    {
        (this.socket, this.stream, Number) = (socket, stream, number);
        gone = CancellationTokenSource.CreateLinkedTokenSource(stubClosed);
        Gone = gone.Token;
        requests = new(input.Reader);
        pump = PumpAsync();
    }

    /// <summary>Counts the stub's connections from 1.</summary>
    public int Number { get; }

    /// <summary>Whether this side still has it open.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Cancelled when the client has hung up or the stub is disposed.</summary>
    internal CancellationToken Gone { get; }

    public Task WriteAsync(string text, CancellationToken ct) => WriteAsync(Encoding.UTF8.GetBytes(text), ct);

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        try
        {
            await stream.WriteAsync(bytes, ct);
            await stream.FlushAsync(ct);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            throw new PeerGoneException(e);
        }
    }

    /// <summary>Closes it at once: the client reads what was written and then the end, wherever in the answer that is.</summary>
    public void Cut()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The client was faster; closed is closed.
        }

        socket.Close();
    }

    /// <summary>Closes it with a reset, which TCP tells the client as "connection reset by peer". A unix socket knows no reset: there it is a cut.</summary>
    public void Reset()
    {
        if (socket.AddressFamily == AddressFamily.Unix)
        {
            Cut();
            return;
        }

        IsOpen = false;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close(0);
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await pump;
        await stream.DisposeAsync();
        gone.Dispose();
    }

    internal Task<StubRequest?> ReadRequestAsync() => requests.ReadAsync(Gone);

    private async Task PumpAsync()
    {
        try
        {
            while (true)
            {
                var count = await stream.ReadAsync(input.Writer.GetMemory(4096));
                if (count == 0)
                    break;
                input.Writer.Advance(count);
                await input.Writer.FlushAsync();
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // A client that hangs up rudely has hung up: what follows below says so.
        }

        await input.Writer.CompleteAsync();
        await gone.CancelAsync();
    }

    /// <summary>A write that found nobody: what a client may do at any time, so no fault of the test.</summary>
    internal sealed class PeerGoneException(Exception inner) : IOException("The client has hung up.", inner);
}

using System.Text;
using System.Threading.Channels;

namespace Rtm.Tests.Support;

/// <summary>
/// A chunked answer that the test writes as it goes, for one connection at a time. Until it is ended, cut or reset it is frozen: open and silent.
/// Several in a row go into <see cref="StubReply.Sequence"/>.
/// </summary>
public sealed class StreamedReply(string contentType = "application/json", int status = 200)
{
    private readonly TaskCompletionSource<StubRequest> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<Func<StubConnection, CancellationToken, Task>> steps = Channel.CreateUnbounded<Func<StubConnection, CancellationToken, Task>>();

    /// <summary>The request that opened it, once the response headers are on the wire.</summary>
    public Task<StubRequest> Opened => opened.Task;

    /// <summary>To give to <see cref="StubEngine.On(string, string, StubHandler)"/>.</summary>
    public async Task HandleAsync(StubRequest request, StubConnection connection, CancellationToken ct)
    {
        await connection.WriteAsync(StubReply.Head(status, $"Content-Type: {contentType}", "Transfer-Encoding: chunked"), ct);
        opened.TrySetResult(request);
        await foreach (var step in steps.Reader.ReadAllAsync(ct))
            await step(connection, ct);
    }

    /// <summary>One chunk.</summary>
    public StreamedReply Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Send(string)"/>
    public StreamedReply Send(byte[] bytes) => Then((connection, ct) => connection.WriteAsync(Chunk(bytes), ct));

    /// <summary>A chunk a byte and a write a byte: values and frames come torn apart everywhere.</summary>
    public StreamedReply SendByteByByte(byte[] bytes) => Then(async (connection, ct) =>
    {
        foreach (var one in bytes)
        {
            await connection.WriteAsync(Chunk([one]), ct);
            await Task.Yield();
        }
    });

    /// <inheritdoc cref="SendByteByByte(byte[])"/>
    public StreamedReply SendByteByByte(string text) => SendByteByByte(Encoding.UTF8.GetBytes(text));

    /// <summary>The end as HTTP wants it; the connection stays open.</summary>
    public void End()
    {
        Then((connection, ct) => connection.WriteAsync("0\r\n\r\n", ct));
        steps.Writer.Complete();
    }

    /// <summary>Closes the connection between two chunks, without the end that HTTP wants.</summary>
    public void Cut() => Finish(connection => connection.Cut());

    /// <summary>Promises a chunk about twice as long as this text, sends the text and closes the connection.</summary>
    public void CutInMidChunk(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        byte[] torn = [.. Encoding.ASCII.GetBytes($"{bytes.Length * 2 + 1:x}\r\n"), .. bytes];
        Then((connection, ct) => connection.WriteAsync(torn, ct));
        Cut();
    }

    /// <summary>Resets the connection (TCP).</summary>
    public void Reset() => Finish(connection => connection.Reset());

    private static byte[] Chunk(byte[] bytes) => [.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8];

    private void Finish(Action<StubConnection> act)
    {
        Then((connection, _) =>
        {
            act(connection);
            return Task.CompletedTask;
        });
        steps.Writer.Complete();
    }

    private StreamedReply Then(Func<StubConnection, CancellationToken, Task> step)
    {
        if (!steps.Writer.TryWrite(step))
            throw new InvalidOperationException("This reply has ended already.");
        return this;
    }
}

using System.Net.Sockets;
using System.Text;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Support;

public class StreamedReplyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task End_AfterSomeChunks_IsAWholeAnswer()
    {
        var reply = new StreamedReply();
        await using var stub = StubEngine.OnTcp().On("GET", "/events", reply.HandleAsync);
        using var client = ClientOf(stub);
        reply.Send("one ").Send("two").End();

        Assert.Equal("one two", await client.GetStringAsync("/events", Ct));
    }

    [Fact]
    public async Task SendByteByByte_TextWithWideCharacters_ArrivesWhole()
    {
        var text = string.Concat(Enumerable.Repeat("""{"status":"grün ✓"}""", 20));
        var reply = new StreamedReply();
        await using var stub = StubEngine.OnTcp().On("GET", "/events", reply.HandleAsync);
        using var client = ClientOf(stub);
        reply.SendByteByByte(text).End();

        Assert.Equal(text, await client.GetStringAsync("/events", Ct));
    }

    [Fact]
    public async Task CutInMidChunk_Reader_GetsTheBytesAndThenAnException()
    {
        var reply = new StreamedReply();
        await using var stub = StubEngine.OnTcp().On("GET", "/events", reply.HandleAsync);
        using var client = ClientOf(stub);
        reply.Send("whole ").CutInMidChunk("torn");
        await using var body = await client.GetStreamAsync("/events", Ct);
        var seen = new StringBuilder();

        await Assert.ThrowsAnyAsync<IOException>(() => ReadToEndAsync(body, seen));

        Assert.Equal("whole torn", seen.ToString());
        await stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public async Task Cut_BetweenChunks_IsAnExceptionToo()
    {
        var reply = new StreamedReply();
        await using var stub = StubEngine.OnTcp().On("GET", "/events", reply.HandleAsync);
        using var client = ClientOf(stub);
        reply.Send("whole").Cut();
        await using var body = await client.GetStreamAsync("/events", Ct);

        await Assert.ThrowsAnyAsync<IOException>(() => ReadToEndAsync(body, new()));
    }

    [Fact]
    public async Task Reset_Reader_GetsAConnectionReset()
    {
        var reply = new StreamedReply();
        await using var stub = StubEngine.OnTcp().On("GET", "/events", reply.HandleAsync);
        using var client = ClientOf(stub);
        await using var body = await client.GetStreamAsync("/events", Ct);
        await reply.Opened.WaitAsync(Eventually.DefaultDeadline, Ct);

        reply.Reset();

        var failure = await Assert.ThrowsAnyAsync<IOException>(() => ReadToEndAsync(body, new()));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.GetBaseException()).SocketErrorCode);
    }

    [Fact]
    public async Task Frozen_Reader_WaitsUntilItCancelsAndFreesTheConnection()
    {
        var reply = new StreamedReply();
        await using var stub = StubEngine.OnTcp().On("GET", "/events", reply.HandleAsync);
        using var client = ClientOf(stub);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        reply.Send("one");
        var body = await client.GetStreamAsync("/events", cancel.Token);
        var buffer = new byte[16];
        Assert.Equal(3, await body.ReadAsync(buffer, cancel.Token));
        var silence = body.ReadAsync(buffer, cancel.Token).AsTask();
        Assert.False(silence.IsCompleted);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => silence);
        await body.DisposeAsync();
        await stub.WaitForNoConnectionsAsync(Ct);
    }

    private static HttpClient ClientOf(StubEngine stub) =>
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{stub.Endpoint.Port}") };

    private static async Task ReadToEndAsync(Stream body, StringBuilder seen)
    {
        var buffer = new byte[256];
        int count;
        while ((count = await body.ReadAsync(buffer, Ct)) > 0)
            seen.Append(Encoding.UTF8.GetString(buffer, 0, count));
    }
}

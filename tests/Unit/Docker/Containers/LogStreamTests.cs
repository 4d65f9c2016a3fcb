using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Pitfall 15, end to end: what is asked for and how a log comes back and ends.</summary>
public class LogStreamTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, "?timestamps=1&stdout=1&stderr=1&follow=0")]
    [InlineData(true, "?timestamps=1&stdout=0&stderr=1&follow=1&tail=0&since=1767323045.000000000&until=1767323045.500000000")]
    public async Task ReadLogs_Query_IsSentInFullByFullId(bool everything, string expected)
    {
        await using var stubbed = Engine(StubReply.Text(200, "text/plain", ""), tty: true);
        var query = everything
            ? new LogQuery { Stdout = false, Follow = true, Tail = -3, Since = Time, Until = Time.AddMilliseconds(500) }
            : new LogQuery();

        await AdapterCalls.DrainAsync(stubbed.Engine.ReadLogsAsync("game-1", query, Ct));

        Assert.Equal($"GET /containers/game-1/json\nGET /containers/{EngineSays.Id}/logs{expected}", stubbed.Asked);
    }

    [Fact]
    public async Task ReadLogs_Multiplexed_KeepsStdoutAndStderrApart()
    {
        var lines = await ReadAsync(LogText.Join([LogText.Frame(1, LogText.Stamp + "out\n"), LogText.Frame(2, LogText.Stamp + "err\n")]), tty: false);

        Assert.Equal([new(LogSource.Stdout, LogText.Time, "out", false), new(LogSource.Stderr, LogText.Time, "err", false)], lines);
    }

    [Fact]
    public async Task ReadLogs_Tty_IsNotTakenForFrames()
    {
        var lines = await ReadAsync(System.Text.Encoding.UTF8.GetBytes($"{LogText.Stamp}one\r\n{LogText.Stamp}two\r\n"), tty: true);

        Assert.Equal([new(LogSource.Stdout, LogText.Time, "one", false), new(LogSource.Stdout, LogText.Time, "two", false)], lines);
    }

    [Fact]
    public async Task ReadLogs_FollowAndTheEngineEnds_EndsWell()
    {
        var reply = new StreamedReply("application/vnd.docker.raw-stream");
        await using var stubbed = Engine(reply.HandleAsync, tty: false);
        await using var lines = stubbed.Engine.ReadLogsAsync(EngineSays.Id, new LogQuery { Follow = true }, Ct).GetAsyncEnumerator(Ct);
        reply.Send(LogText.Frame(1, LogText.Stamp + "out\n"));
        Assert.True(await lines.MoveNextAsync());

        reply.End();

        Assert.False(await lines.MoveNextAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReadLogs_CutBetweenLines_IsAnError(bool tty)
    {
        var reply = new StreamedReply();
        reply.Send(tty ? System.Text.Encoding.UTF8.GetBytes(LogText.Stamp + "out\n") : LogText.Frame(1, LogText.Stamp + "out\n")).Cut();

        var failure = await Assert.ThrowsAsync<EngineStreamException>(() => DrainAsync(reply.HandleAsync, tty));

        Assert.Equal("Docker Engine 'alpha' closed the connection before it was done: read the log of container '0123456789ab'.", failure.Message);
    }

    [Fact]
    public async Task ReadLogs_WellEndedInTheMiddleOfAFrame_IsAnError()
    {
        var reply = new StreamedReply();
        reply.Send(LogText.Frame(1, LogText.Stamp + "out\n")[..^2]).End();

        await Assert.ThrowsAsync<EngineStreamException>(() => DrainAsync(reply.HandleAsync));
    }

    [Fact]
    public async Task ReadLogs_ErrorFrame_HasTheEnginesWords()
    {
        var reply = new StreamedReply();
        reply.Send(LogText.Frame(3, "Error grabbing logs: invalid character 'x'\n")).End();

        var failure = await Assert.ThrowsAsync<EngineException>(() => DrainAsync(reply.HandleAsync));

        Assert.Equal("Docker Engine 'alpha' could not read the log of container '0123456789ab': Error grabbing logs: invalid character 'x'", failure.Message);
    }

    [Fact]
    public async Task ReadLogs_NoFrameWhereOneMustBe_IsAnErrorNotALine()
    {
        var failure = await Assert.ThrowsAsync<EngineException>(() => DrainAsync(StubReply.Text(200, "text/plain", "<html>no log at all</html>")));

        Assert.Contains("not the engine's own JSON", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadLogs_DriverThatCanNotBeRead_HasTheEnginesWords()
    {
        var failure = await Assert.ThrowsAsync<EngineException>(() => DrainAsync(StubReply.Error(501, "configured logging driver does not support reading")));

        Assert.EndsWith("configured logging driver does not support reading", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadLogs_ConsumerLeavesTheLoop_FreesTheConnection()
    {
        var reply = new StreamedReply();
        await using var stubbed = Engine(reply.HandleAsync, tty: true);
        reply.Send("line\nline\n");

        await foreach (var _ in stubbed.Engine.ReadLogsAsync(EngineSays.Id, new LogQuery { Follow = true }, Ct))
            break;

        await Eventually.TrueAsync("only the pooled connection", () => stubbed.Stub.OpenConnections <= 1, Ct);
    }

    private static StubbedEngine Engine(StubHandler reply, bool tty) => new StubbedEngine().OnInspect(tty: tty).On("GET", "/containers/{id}/logs", reply);

    private static async Task DrainAsync(StubHandler reply, bool tty = false)
    {
        await using var stubbed = Engine(reply, tty);
        await AdapterCalls.DrainAsync(stubbed.Engine.ReadLogsAsync(EngineSays.Id, new LogQuery(), Ct));
    }

    private static async Task<List<LogLine>> ReadAsync(byte[] bytes, bool tty)
    {
        var reply = new StreamedReply();
        reply.SendByteByByte(bytes).End();
        await using var stubbed = Engine(reply.HandleAsync, tty);
        return await stubbed.Engine.ReadLogsAsync(EngineSays.Id, new LogQuery(), Ct).ToListAsync(Ct);
    }
}

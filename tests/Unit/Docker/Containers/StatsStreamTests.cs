using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class StatsStreamTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamStats_Samples_ComeOneByOneByFullId()
    {
        var reply = new StreamedReply();
        reply.SendByteByByte("""{"pids_stats":{"current":3}}""" + "\n" + """{"pids_stats":{"current":4}}""").End();
        await using var stubbed = new StubbedEngine().OnInspect().On("GET", "/containers/{id}/stats", reply.HandleAsync);

        var samples = await stubbed.Engine.StreamStatsAsync("game-1", Ct).ToListAsync(Ct);

        Assert.Equal([3, 4], samples.Select(sample => sample.Pids));
        Assert.Equal($"GET /containers/game-1/json\nGET /containers/{EngineSays.Id}/stats?stream=1", stubbed.Asked);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("half a sample")]
    public async Task StreamStats_StreamBreaks_IsAnError(string how)
    {
        var reply = new StreamedReply();
        if (how == "cut")
            reply.Send("{}").Cut();
        else
            reply.Send("""{}{"pids""").End();

        await Assert.ThrowsAsync<EngineStreamException>(() => DrainAsync(reply));
    }

    [Fact]
    public async Task StreamStats_MalformedSample_IsAnError()
    {
        var reply = new StreamedReply();
        reply.Send("<html>\n").End();

        var failure = await Assert.ThrowsAsync<EngineException>(() => DrainAsync(reply));

        Assert.Contains("not the engine's own JSON", failure.Message, StringComparison.Ordinal);
    }

    private static async Task DrainAsync(StreamedReply reply)
    {
        await using var stubbed = new StubbedEngine().On("GET", "/containers/{id}/stats", reply.HandleAsync);
        await AdapterCalls.DrainAsync(stubbed.Engine.StreamStatsAsync(EngineSays.Id, Ct));
    }
}

using System.Threading.Channels;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviour 2 and pitfalls 3 and 4: when a pull happens, what is asked for, and how progress is told.</summary>
public class PullTests
{
    private const string Digest = "sha256:" + EngineSays.Id;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("game", "game", "latest")]
    [InlineData("r.example:5000/a/b:1.4", "r.example:5000/a/b", "1.4")]
    [InlineData("game:1@" + Digest, "game", Digest)]
    public async Task Pull_Always_SendsATagOrADigest(string reference, string image, string tag)
    {
        await using var stubbed = Pullable();

        await stubbed.Engine.PullImageAsync(reference, PullPolicy.Always, null, Ct);

        Assert.Equal(["POST", "GET"], stubbed.Stub.Requests.Select(request => request.Method));
        Assert.Equal((image, tag), (stubbed.Stub.Requests[0].Query["fromImage"], stubbed.Stub.Requests[0].Query["tag"]));
    }

    [Theory]
    [InlineData(PullPolicy.IfMissing)]
    [InlineData(PullPolicy.Never)]
    public async Task Pull_NotAlwaysAndPresent_OnlyAsks(PullPolicy policy)
    {
        await using var stubbed = Pullable();

        await stubbed.Engine.PullImageAsync("game", policy, null, Ct);

        Assert.Equal("GET /images/game:latest/json", stubbed.Asked);
    }

    [Fact]
    public async Task Pull_IfMissingAndAbsent_AsksPullsAndProves()
    {
        await using var stubbed = Pullable().On(
            "GET", "/images/{name*}/json", StubReply.Sequence(StubReply.Error(404, "No such image: game:latest"), StubReply.Json("{}")));

        await stubbed.Engine.PullImageAsync("game", PullPolicy.IfMissing, null, Ct);

        Assert.Equal(["GET", "POST", "GET"], stubbed.Stub.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Pull_NeverAndAbsent_IsImageNotFoundWithoutAPull()
    {
        await using var stubbed = Pullable().On("GET", "/images/{name*}/json", StubReply.Error(404, "No such image: game:latest"));

        var failure = await Assert.ThrowsAsync<ImageNotFoundException>(() => stubbed.Engine.PullImageAsync("game", PullPolicy.Never, null, Ct));

        Assert.Contains("'game'", failure.Message, StringComparison.Ordinal);
        Assert.Equal("GET", Assert.Single(stubbed.Stub.Requests).Method);
    }

    [Theory]
    [InlineData(PullPolicy.IfMissing)]
    [InlineData(PullPolicy.Never)]
    public async Task Pull_AskingFails_DoesNotPull(PullPolicy policy)
    {
        await using var stubbed = Pullable().On("GET", "/images/{name*}/json", StubReply.Error(500, "boom"));

        await Assert.ThrowsAsync<EngineException>(() => stubbed.Engine.PullImageAsync("game", policy, null, Ct));

        Assert.Equal("GET", Assert.Single(stubbed.Stub.Requests).Method);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public async Task Pull_UnknownPolicy_IsRefusedBeforeTheEngineIsAsked(int policy)
    {
        await using var stubbed = new StubbedEngine();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => stubbed.Engine.PullImageAsync("game", (PullPolicy)policy, null, Ct));

        Assert.Equal(0, stubbed.Stub.AcceptedConnections);
    }

    [Fact]
    public async Task Pull_Progress_ComesInOrderAndTheWriterStaysOpen()
    {
        var reports = string.Concat(Enumerable.Range(0, 1_000).Select(i => $$$"""{"id":"l{{{i}}}","status":"Downloading","progressDetail":{"current":{{{i}}},"total":1000}}"""));
        await using var stubbed = Pullable("""{"status":"Pulling from game","id":"latest"}""" + reports + """{"status":"Done","progressDetail":{}}""");
        var progress = Channel.CreateUnbounded<PullProgress>();

        await stubbed.Engine.PullImageAsync("game", PullPolicy.Always, progress.Writer, Ct);

        Assert.True(progress.Writer.TryComplete());
        Assert.Equal(
            [new("latest", "Pulling from game", null, null), .. Enumerable.Range(0, 1_000).Select(i => new PullProgress($"l{i}", "Downloading", i, 1000)), new("", "Done", null, null)],
            await progress.Reader.ReadAllAsync(Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task Pull_NobodyReadsAFullChannel_EndsAllTheSame()
    {
        await using var stubbed = Pullable(string.Concat(Enumerable.Repeat("""{"status":"x"}""", 500)));
        var progress = Channel.CreateBounded<PullProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.Wait });

        await stubbed.Engine.PullImageAsync("game", PullPolicy.Always, progress.Writer, Ct);

        Assert.Equal(1, progress.Reader.Count);
    }

    [Fact]
    public async Task Pull_WriterAlreadyCompleted_EndsAllTheSame()
    {
        await using var stubbed = Pullable("""{"status":"x"}""");
        var progress = Channel.CreateUnbounded<PullProgress>();
        progress.Writer.Complete();

        await stubbed.Engine.PullImageAsync("game", PullPolicy.Always, progress.Writer, Ct);
    }

    [Fact]
    public async Task Pull_ReportsTornApart_AreWhole()
    {
        var reply = new StreamedReply();
        await using var stubbed = Pullable().On("POST", "/images/create", reply.HandleAsync);
        reply.SendByteByByte("""{"id":"é✓","status":"a"}{"status":"b"}""").End();
        var progress = Channel.CreateUnbounded<PullProgress>();

        await stubbed.Engine.PullImageAsync("game", PullPolicy.Always, progress.Writer, Ct);

        Assert.Equal(2, progress.Reader.Count);
    }

    [Fact]
    public async Task Pull_StreamStaysOpen_IsNotOver()
    {
        var reply = new StreamedReply();
        await using var stubbed = Pullable().On("POST", "/images/create", reply.HandleAsync);
        var progress = Channel.CreateUnbounded<PullProgress>();
        var pull = stubbed.Engine.PullImageAsync("game", PullPolicy.Always, progress.Writer, Ct);
        reply.Send("""{"status":"Status: Image is up to date"}""");
        await progress.Reader.ReadAsync(Ct);

        Assert.False(pull.IsCompleted);
        reply.End();
        await pull;
    }

    private static StubbedEngine Pullable(string reports = "") =>
        new StubbedEngine().On("POST", "/images/create", StubReply.Json(reports)).On("GET", "/images/{name*}/json", StubReply.Json("{}"));
}

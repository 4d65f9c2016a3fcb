using System.Net;
using System.Text.Json;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviour 2, beyond the seed: an error inside the stream and a stream that is cut are failures, in the daemon's words.</summary>
public class PullFailureTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, PullFailureReason> DaemonTexts => new()
    {
        { "Head \"http://127.0.0.1:5000/v2/game/manifests/1\": no basic auth credentials", PullFailureReason.Unauthorized },
        { "Head \"https://r.example/v2/game/manifests/1\": unauthorized: authentication required", PullFailureReason.Unauthorized },
        { "denied: requested access to the resource is denied", PullFailureReason.Unauthorized },
        { "Get \"http://127.0.0.1:5000/v2/\": dial tcp 127.0.0.1:5000: connect: connection refused", PullFailureReason.RegistryUnreachable },
        { "Get \"https://r.example/v2/\": dial tcp: lookup r.example on 10.0.0.1:53: no such host", PullFailureReason.RegistryUnreachable },
        { "Get \"https://r.example/v2/\": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)", PullFailureReason.RegistryUnreachable },
        { "Get \"https://r.example/v2/\": context deadline exceeded", PullFailureReason.RegistryUnreachable },
        { "Get \"https://r.example/v2/\": http: server gave HTTP response to HTTPS client", PullFailureReason.RegistryUnreachable },
        { "Get \"https://r.example/v2/\": x509: certificate signed by unknown authority", PullFailureReason.RegistryUnreachable },
        { "Get \"https://r.example/v2/\": EOF", PullFailureReason.RegistryUnreachable },
        { "write /var/lib/docker/tmp/GetImageBlob1: no space left on device", PullFailureReason.DiskFull },
        { "failed to register layer: Error processing tar file(exit status 1): unexpected EOF", PullFailureReason.CutOff },
        { "something nobody has seen", PullFailureReason.Other },
    };

    [Theory]
    [MemberData(nameof(DaemonTexts))]
    public async Task Pull_RefusedByStatus_HasReasonWordsAndStatus(string words, PullFailureReason reason)
    {
        var failure = await Assert.ThrowsAsync<PullFailedException>(() => PullAsync(StubReply.Error(500, words)));

        Assert.Equal((reason, HttpStatusCode.InternalServerError, "game:1"), (failure.Reason, failure.StatusCode, failure.Target));
        Assert.Equal($"Docker Engine 'alpha' could not pull image 'game:1': {words}", failure.Message);
    }

    [Theory]
    [MemberData(nameof(DaemonTexts))]
    public async Task Pull_ErrorInsideTheStream_HasReasonAndWords(string words, PullFailureReason reason)
    {
        var error = JsonSerializer.Serialize(new { errorDetail = new { message = words }, error = words });

        var failure = await Assert.ThrowsAsync<PullFailedException>(() => PullAsync(StubReply.Json("""{"status":"Pulling"}""" + error)));

        Assert.Equal(reason, failure.Reason);
        Assert.Equal($"Docker Engine 'alpha' could not pull image 'game:1': {words}", failure.Message);
    }

    [Theory]
    [InlineData("""{"error":"the words"}""", "the words")]
    [InlineData("""{"errorDetail":{"code":1,"message":"the words"}}""", "the words")]
    [InlineData("""{"errorDetail":{}}""", "the engine reported an error without words")]
    public async Task Pull_ErrorOfAnyForm_IsAFailure(string report, string words) =>
        Assert.EndsWith($": {words}", (await Assert.ThrowsAsync<PullFailedException>(() => PullAsync(StubReply.Json(report)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("geoffrey/game:1")]
    [InlineData("r.example/unauthorized/game:1")]
    [InlineData("r.example/access-denied/eof:1")]
    public async Task Pull_ImageWhoseNameSoundsLikeAReason_IsJudgedByTheDaemonsWordsAlone(string image)
    {
        foreach (var reply in new[] { StubReply.Error(500, $"something about {image}"), StubReply.Json($$"""{"error":"something about {{image}}"}""") })
            Assert.Equal(PullFailureReason.Other, (await Assert.ThrowsAsync<PullFailedException>(() => PullAsync(reply, image))).Reason);
    }

    [Theory]
    [InlineData("manifest for r.example/game:1 not found: manifest unknown: manifest unknown")]
    [InlineData("pull access denied for game, repository does not exist or may require 'docker login': denied: requested access to the resource is denied")]
    [InlineData("no matching manifest for linux/amd64 in the manifest list entries")]
    public async Task Pull_RegistryHasNoSuchImage_IsImageNotFoundInTheDaemonsWords(string words)
    {
        var failure = await Assert.ThrowsAsync<ImageNotFoundException>(() => PullAsync(StubReply.Error(404, words)));

        Assert.Equal(HttpStatusCode.NotFound, failure.StatusCode);
        Assert.Equal($"Docker Engine 'alpha' could not pull image 'game:1': {words}", failure.Message);
    }

    [Fact]
    public async Task Pull_ManifestUnknownInsideTheStream_IsImageNotFound() =>
        await Assert.ThrowsAsync<ImageNotFoundException>(() => PullAsync(StubReply.Json("""{"error":"manifest unknown"}""")));

    [Theory]
    [InlineData("""{"status":"Downloading"}{"status":"Downl""")]
    [InlineData("")]
    public async Task Pull_CutInTheMiddleOfAChunk_IsCutOff(string sent) => await AssertCutOffAsync(reply => reply.Send("""{"status":"a"}""").CutInMidChunk(sent + " "));

    [Fact]
    public async Task Pull_ClosedBetweenChunks_IsCutOff() => await AssertCutOffAsync(reply => reply.Send("""{"status":"a"}""").Cut());

    [Fact]
    public async Task Pull_WellEndedInTheMiddleOfAReport_IsCutOff() => await AssertCutOffAsync(reply => reply.Send("""{"status":"a"}{"sta""").End());

    [Fact]
    public async Task Pull_ResetInTheMiddle_IsCutOff()
    {
        var reply = new StreamedReply();
        await using var stubbed = new StubbedEngine(stub: StubEngine.OnTcp()).On("POST", "/images/create", reply.HandleAsync);
        var pull = stubbed.Engine.PullImageAsync("game:1", PullPolicy.Always, null, Ct);
        await reply.Opened.WaitAsync(Eventually.DefaultDeadline, Ct);

        reply.Reset();

        Assert.Equal(PullFailureReason.CutOff, (await Assert.ThrowsAsync<PullFailedException>(() => pull)).Reason);
    }

    [Fact]
    public async Task Pull_EndsWellWithoutTheImage_IsAFailure()
    {
        await using var stubbed = new StubbedEngine().On("POST", "/images/create", StubReply.Json("""{"status":"Done"}"""))
            .On("GET", "/images/{name*}/json", StubReply.Error(404, "No such image"));

        var failure = await Assert.ThrowsAsync<PullFailedException>(() => stubbed.Engine.PullImageAsync("game:1", PullPolicy.Always, null, Ct));

        Assert.Equal("Docker Engine 'alpha' ended the pull of 'game:1' without an error, but does not have the image.", failure.Message);
    }

    private static async Task AssertCutOffAsync(Action<StreamedReply> end)
    {
        var reply = new StreamedReply();
        end(reply);

        var failure = await Assert.ThrowsAsync<PullFailedException>(() => PullAsync(reply.HandleAsync));

        Assert.Equal(PullFailureReason.CutOff, failure.Reason);
        Assert.Equal("Docker Engine 'alpha' closed the connection before it was done: pull image 'game:1'. Pull again.", failure.Message);
    }

    private static async Task PullAsync(StubHandler reply, string image = "game:1")
    {
        await using var stubbed = new StubbedEngine().On("POST", "/images/create", reply).On("GET", "/images/{name*}/json", StubReply.Json("{}"));
        await stubbed.Engine.PullImageAsync(image, PullPolicy.Always, null, Ct);
    }
}

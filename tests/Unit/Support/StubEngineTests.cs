using System.Net;
using System.Net.Sockets;
using System.Text;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Support;

/// <summary>The stub is what other tests rest on: its faults are proven here with nothing but the framework's own HTTP client.</summary>
public class StubEngineTests
{
    private static readonly Uri Base = new("http://docker/");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_RouteWithPlaces_AnswersAndRecordsTheRequest()
    {
        await using var stub = StubEngine.OnUnixSocket().On("POST", "/images/{name*}/tag", StubReply.Json("""{"ok":true}""", 201));
        using var client = ClientOf(stub);
        using var body = new StringContent("""{"a":"é"}""", Encoding.UTF8, "application/json");

        using var response = await client.PostAsync(new Uri("/v1.41/images/game%2Fengine/sub/tag?repo=a%20b&tag=", UriKind.Relative), body, Ct);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("""{"ok":true}""", await response.Content.ReadAsStringAsync(Ct));
        var request = Assert.Single(stub.Requests);
        Assert.Equal("/v1.41/images/game%2Fengine/sub/tag?repo=a%20b&tag=", request.Target);
        Assert.Equal("game%2Fengine/sub", request.Route["name"]);
        Assert.Equal("a b", request.Query["repo"]);
        Assert.Equal("docker", request.Headers["host"]);
        Assert.Equal("""{"a":"é"}""", request.Body);
    }

    [Fact]
    public async Task ChunkedRequestBody_SeveralChunks_IsReadWhole()
    {
        await using var stub = StubEngine.OnUnixSocket().On("POST", "/x", StubReply.NoBody());
        using var client = ClientOf(stub);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/x") { Content = new StringContent(new string('y', 100_000)) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await client.SendAsync(request, Ct);

        Assert.Equal(100_000, Assert.Single(stub.Requests).Body.Length);
    }

    [Fact]
    public async Task KeepAlive_RequestsInARow_ShareOneConnection()
    {
        await using var stub = StubEngine.OnUnixSocket().On("GET", "/a", StubReply.Json("1")).On("POST", "/b", StubReply.NoBody(304));
        using var client = ClientOf(stub);

        Assert.Equal("1", await client.GetStringAsync("/a", Ct));
        using (var notModified = await client.PostAsync("/b", null, Ct))
            Assert.Equal(HttpStatusCode.NotModified, notModified.StatusCode);
        Assert.Equal("1", await client.GetStringAsync("/a", Ct));

        Assert.Equal([1, 1, 1], stub.Requests.Select(r => r.ConnectionNumber));
    }

    [Fact]
    public async Task ConnectionClose_AskedForByTheClient_ClosesAfterTheAnswer()
    {
        await using var stub = StubEngine.OnUnixSocket().On("GET", "/a", StubReply.Json("1"));
        using var client = ClientOf(stub);
        client.DefaultRequestHeaders.ConnectionClose = true;

        string[] answers = [await client.GetStringAsync("/a", Ct), await client.GetStringAsync("/a", Ct)];

        Assert.Equal(["1", "1"], answers);
        // The handler may open one connection more than it uses, so only their being two different ones counts.
        Assert.Equal(2, stub.Requests.Select(r => r.ConnectionNumber).Distinct().Count());
        await stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public async Task Connections_TwentyAtOnce_AreAllServedAndFreed()
    {
        await using var stub = StubEngine.OnUnixSocket();
        var release = new TaskCompletionSource();
        stub.On("GET", "/n/{n}", r => StubReply.After(release.Task, StubReply.Json(r.Route["n"])));
        using (var client = ClientOf(stub))
        {
            var answers = Enumerable.Range(0, 20).Select(n => client.GetStringAsync($"/n/{n}", Ct)).ToArray();
            await Eventually.TrueAsync("20 requests", () => stub.Requests.Count == 20, Ct);
            Assert.Equal(20, stub.OpenConnections);
            release.SetResult();
            Assert.Equal(Enumerable.Range(0, 20).Select(n => $"{n}"), await Task.WhenAll(answers));
        }

        await stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public async Task NoRoute_Request_IsAnsweredWithItsPath()
    {
        await using var stub = StubEngine.OnUnixSocket();
        using var client = ClientOf(stub);

        using var response = await client.GetAsync("/nowhere", Ct);

        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
        Assert.Contains("GET /nowhere", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CloseBeforeAnswer_Request_IsAnException()
    {
        await using var stub = StubEngine.OnUnixSocket().On("GET", "/x", StubReply.CloseBeforeAnswer());
        using var client = ClientOf(stub);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/x", Ct));
    }

    [Fact]
    public async Task ResetBeforeAnswer_OnTcp_IsAConnectionReset()
    {
        await using var stub = StubEngine.OnTcp().On("GET", "/x", StubReply.ResetBeforeAnswer());
        using var client = ClientOf(stub);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/x", Ct));

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(failure.GetBaseException()).SocketErrorCode);
    }

    [Fact]
    public async Task CutJson_HalfTheBody_IsAnException()
    {
        await using var stub = StubEngine.OnUnixSocket().On("GET", "/x", StubReply.CutJson("""{"Id":"abcdef"}""", 7));
        using var client = ClientOf(stub);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/x", Ct));
    }

    [Fact]
    public async Task Hang_ClientGivesUp_FreesTheConnection()
    {
        await using var stub = StubEngine.OnUnixSocket().On("GET", "/x", StubReply.Hang());
        using var client = ClientOf(stub);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var answer = client.GetStringAsync("/x", giveUp.Token);
        await stub.WaitForRequestAsync(r => r.Path == "/x", Ct);
        Assert.False(answer.IsCompleted);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await stub.WaitForNoConnectionsAsync(Ct);
    }

    [Fact]
    public async Task Raw_NoHttpAtAll_IsAnException()
    {
        await using var stub = StubEngine.OnUnixSocket().On("GET", "/x", StubReply.Raw("220 smtp ready\r\n\r\n"));
        using var client = ClientOf(stub);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/x", Ct));
    }

    [Fact]
    public async Task Sequence_MoreRequestsThanReplies_RepeatsTheLast()
    {
        await using var stub = StubEngine.OnUnixSocket().On("GET", "/x", StubReply.Sequence(StubReply.Json("1"), StubReply.Json("2")));
        using var client = ClientOf(stub);

        string[] answers = [await client.GetStringAsync("/x", Ct), await client.GetStringAsync("/x", Ct), await client.GetStringAsync("/x", Ct)];

        Assert.Equal(["1", "2", "2"], answers);
    }

    [Fact]
    public async Task Dispose_HandlerThatThrew_FailsTheTest()
    {
        var stub = StubEngine.OnUnixSocket().On("GET", "/x", (_, _, _) => throw new InvalidDataException("the test's own mistake"));
        using (var client = ClientOf(stub))
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync("/x", Ct));

        var failure = await Assert.ThrowsAsync<AggregateException>(async () => await stub.DisposeAsync());

        // More than one: the framework's client asks again when a connection closes before its answer.
        Assert.All(failure.InnerExceptions, inner => Assert.IsType<InvalidDataException>(inner));
    }

    [Fact]
    public async Task Dispose_UnixSocket_RemovesItsFolder()
    {
        var stub = StubEngine.OnUnixSocket();
        var folder = Path.GetDirectoryName(stub.Endpoint.AbsolutePath);
        Assert.True(Directory.Exists(folder));

        await stub.DisposeAsync();

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task WaitForRequest_NoneComes_SaysWhatItWaitedFor()
    {
        await using var stub = StubEngine.OnUnixSocket();

        var failure = await Assert.ThrowsAsync<TimeoutException>(
            () => stub.WaitForRequestAsync(_ => true, Ct, TimeSpan.FromMilliseconds(20)));

        Assert.Equal("Waited 0.02 s for a request to the stub. Last state: 0 open connections, requests: []", failure.Message);
    }

    private static HttpClient ClientOf(StubEngine stub)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, ct) =>
            {
                var unix = stub.Endpoint.Scheme == "unix";
                var socket = unix
                    ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                    : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                EndPoint address = unix ? new UnixDomainSocketEndPoint(stub.Endpoint.AbsolutePath) : new IPEndPoint(IPAddress.Loopback, stub.Endpoint.Port);
                await socket.ConnectAsync(address, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = Base };
    }
}

using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Rtm.Tests.Support;

/// <summary>
/// An engine that fails on demand. It is written on sockets, because no web server would send what a test must be able to send: a chunk
/// that stops in the middle, a status line that is none, silence. What a handler throws fails the test when the stub is disposed.
/// </summary>
public sealed class StubEngine : IAsyncDisposable
{
    private static readonly TimeSpan DisposeDeadline = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, Task> connections = new();
    private readonly ConcurrentQueue<Exception> faults = new();
    private readonly ConcurrentQueue<Exception> handshakeFailures = new();
    private readonly ConcurrentQueue<StubRequest> requests = new();
    private readonly CancellationTokenSource closed = new();
    private readonly StubRoutes routes = new();
    private readonly Pulse pulse = new();
    private readonly StubListener listener;
    private readonly StubTls? tls;
    private readonly Task accepting;
    private int openConnections;
    private int acceptedConnections;

    private StubEngine(StubListener listener, StubTls? tls)
    {
        (this.listener, this.tls) = (listener, tls);
        accepting = AcceptAsync();
    }

    /// <summary><c>unix:///…/docker.sock</c> or <c>tcp://127.0.0.1:port</c>.</summary>
    public Uri Endpoint => listener.Endpoint;

    /// <summary>Every request so far, in the order in which they were read in full.</summary>
    public IReadOnlyList<StubRequest> Requests => [.. requests];

    /// <summary>Connections that are open now. One that a client keeps in its pool is open.</summary>
    public int OpenConnections => Volatile.Read(ref openConnections);

    /// <summary>Connections that were ever accepted.</summary>
    public int AcceptedConnections => Volatile.Read(ref acceptedConnections);

    /// <summary>Clients that didn't get through TLS, or didn't want to.</summary>
    public IReadOnlyList<Exception> HandshakeFailures => [.. handshakeFailures];

    public static StubEngine OnUnixSocket() => new(StubListener.OnUnixSocket(), null);

    public static StubEngine OnTcp(StubTls? tls = null) => new(StubListener.OnTcp(), tls);

    /// <summary>Answers <paramref name="path"/> (without API version), where <c>{id}</c> is one segment and <c>{name*}</c> any number of them.</summary>
    public StubEngine On(string method, string path, StubHandler handler)
    {
        routes.Add(method, path, handler);
        return this;
    }

    /// <summary>Answers by looking at the request.</summary>
    public StubEngine On(string method, string path, Func<StubRequest, StubHandler> choose) =>
        On(method, path, (request, connection, ct) => choose(request)(request, connection, ct));

    /// <summary>The first request, past or to come, that <paramref name="predicate"/> is true of.</summary>
    public async Task<StubRequest> WaitForRequestAsync(Func<StubRequest, bool> predicate, CancellationToken ct, TimeSpan? deadline = null)
    {
        StubRequest? found = null;
        await pulse.UntilAsync("a request to the stub", () => (found = requests.FirstOrDefault(predicate)) is not null, Describe, ct, deadline);
        return found!;
    }

    /// <summary>Waits until every client has hung up.</summary>
    public Task WaitForNoConnectionsAsync(CancellationToken ct, TimeSpan? deadline = null) =>
        pulse.UntilAsync("all connections to the stub to be freed", () => OpenConnections == 0, Describe, ct, deadline);

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        await accepting;
        listener.Dispose();
        try
        {
            await Task.WhenAll(connections.Values).WaitAsync(DisposeDeadline);
        }
        catch (TimeoutException)
        {
            faults.Enqueue(Eventually.Expired("the stub's handlers to end", DisposeDeadline, Describe()));
        }

        closed.Dispose();
        if (!faults.IsEmpty)
            throw new AggregateException("The stub engine's own handlers failed.", faults);
    }

    private string Describe() => $"{OpenConnections} open connections, requests: [{string.Join(", ", requests)}]";

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync(closed.Token);
                var number = Interlocked.Increment(ref acceptedConnections);
                Interlocked.Increment(ref openConnections);
                pulse.Notify();
                connections[number] = Task.Run(() => ServeAsync(socket, number));
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
            // The stub is disposed.
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        try
        {
            using (socket)
            {
                if (await OpenAsync(socket, number) is not { } connection)
                    return;
                await using (connection)
                    await AnswerAsync(connection);
            }
        }
        catch (Exception e)
        {
            faults.Enqueue(e);
        }
        finally
        {
            Interlocked.Decrement(ref openConnections);
            pulse.Notify();
        }
    }

    private async Task<StubConnection?> OpenAsync(Socket socket, int number)
    {
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (tls is not null)
                stream = await tls.AuthenticateAsync(stream, closed.Token);
            return new(socket, stream, number, closed.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            handshakeFailures.Enqueue(e);
            return null;
        }
    }

    private async Task AnswerAsync(StubConnection connection)
    {
        try
        {
            while (connection.IsOpen && await connection.ReadRequestAsync() is { } read)
            {
                var (handler, request) = routes.Find(read with { ConnectionNumber = connection.Number });
                requests.Enqueue(request);
                pulse.Notify();
                await handler(request, connection, connection.Gone);
                if (request.WantsClose)
                    connection.Cut();
            }
        }
        catch (Exception e) when (e is StubConnection.PeerGoneException || (e is OperationCanceledException && connection.Gone.IsCancellationRequested))
        {
            // A client may hang up whenever it likes, and a stub that is disposed ends what it was doing.
        }
    }
}

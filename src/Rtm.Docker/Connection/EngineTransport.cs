using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Docker.DotNet;
using Docker.DotNet.Handler.Abstractions;
using Microsoft.Extensions.Logging;

namespace Rtm.Docker;

/// <summary>
/// One pool of connections to one engine, for the client library and for our own requests alike. The library's own transports open a
/// connection a call (unix) or leave the certificate's name and usage unchecked (TLS); this one is the framework's handler throughout.
/// </summary>
internal sealed class EngineTransport : IDockerHandlerFactory<HttpMessageHandler>
{
    private readonly Uri _baseAddress;

    private EngineTransport(Uri baseAddress) => _baseAddress = baseAddress;

    /// <summary>
    /// What opening a connection may take: less than any call that waits for it, so that the error can name what was missing.
    /// </summary>
    public static TimeSpan ConnectDeadline(EngineDeadlines deadlines)
    {
        TimeSpan[] calls = [deadlines.List, deadlines.Inspect, deadlines.Change, deadlines.StopMargin, deadlines.PullSilence, deadlines.OpenStream];
        var longest = calls.Min() * 0.8;
        return deadlines.Connect < longest ? deadlines.Connect : longest;
    }

    /// <summary>Makes the library's client and a plain one over the same connections. The library's client owns the handler.</summary>
    public static (DockerClient Library, HttpClient Plain) Open(EngineEndpoint endpoint, SslClientAuthenticationOptions? tls, TimeSpan connectDeadline)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = connectDeadline,
            // Proxy variables are meant for the internet, never for the engine.
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            // A stream that is left early (events, logs) closes its connection at once instead of reading on to reuse it.
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
        };
        if (endpoint.IsUnixSocket)
            handler.ConnectCallback = (_, ct) => ConnectAsync(NewUnixSocket(), new UnixDomainSocketEndPoint(endpoint.SocketPath), ct);
        else if (tls is not null)
            handler.ConnectCallback = (_, ct) => ConnectAsync(NewTcpSocket(), new DnsEndPoint(endpoint.Uri.IdnHost, endpoint.Uri.Port), ct);
        if (tls is not null)
            handler.SslOptions = tls;

        var once = new RedirectRefusal(new SentOnce(handler));
        var baseAddress = endpoint.IsUnixSocket
            ? new Uri("http://localhost/")
            // The handler checks a certificate against the address's host, whatever its TLS options say; where to connect is said above.
            : new UriBuilder(tls is null ? "http" : "https", tls?.TargetHost ?? endpoint.Uri.IdnHost, endpoint.Uri.Port).Uri;
        var library = new DockerClientBuilder()
            .WithEndpoint(endpoint.Uri)
            .WithTimeout(Timeout.InfiniteTimeSpan)
            .WithTransportOptions<HttpMessageHandler>(new EngineTransport(baseAddress), once)
            .Build();
        var plain = new HttpClient(once, disposeHandler: false) { BaseAddress = baseAddress, Timeout = Timeout.InfiniteTimeSpan };
        return (library, plain);
    }

    public ResolvedTransport CreateHandler(HttpMessageHandler transportOptions, ResolvedClientOptions clientOptions, ILogger logger) =>
        new(transportOptions, _baseAddress);

    public ResolvedTransport CreateHandler(ResolvedClientOptions clientOptions, ILogger logger) =>
        throw new NotSupportedException("The engine's transport is always given its handler.");

    // Only attach and exec take a connection over, and this library has neither.
    public Task<WriteClosableStream> HijackStreamAsync(HttpContent content) =>
        throw new NotSupportedException("Attach and exec are not among this library's operations.");

    private static Socket NewUnixSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static Socket NewTcpSocket() => new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private static async ValueTask<Stream> ConnectAsync(Socket socket, EndPoint address, CancellationToken ct)
    {
        try
        {
            await socket.ConnectAsync(address, ct).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The framework repeats a request without a body when the connection closes before its answer. An act may have happened by then: a
    // restart or a signal must not happen twice. A body, even an empty one, keeps it from repeating.
    private sealed class SentOnce(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Post)
                request.Content ??= new ByteArrayContent([]);
            return base.SendAsync(request, cancellationToken);
        }
    }
}

using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Rtm.Tests.Support;

/// <summary>How a stub on TCP speaks TLS.</summary>
/// <param name="ServerCertificate">What it shows; right or wrong is the test's choice.</param>
public sealed record StubTls(X509Certificate2 ServerCertificate)
{
    /// <summary>The authority a client's certificate must come from; null asks for none.</summary>
    public X509Certificate2? ClientAuthority { get; init; }

    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    internal async Task<Stream> AuthenticateAsync(Stream transport, CancellationToken ct)
    {
        var tls = new SslStream(transport);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificate = ServerCertificate,
            ClientCertificateRequired = ClientAuthority is not null,
            EnabledSslProtocols = Protocols,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => IsAccepted(certificate),
        };
        try
        {
            await tls.AuthenticateAsServerAsync(options, ct);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }

    private bool IsAccepted(X509Certificate? certificate)
    {
        if (ClientAuthority is null)
            return true;
        if (certificate is null)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(ClientAuthority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(presented);
    }
}

/// <summary>Where a stub listens: a unix socket in a folder of its own, or a free port of 127.0.0.1.</summary>
internal sealed class StubListener : IDisposable
{
    // sockaddr_un holds 107 bytes and a path longer than that fails with words that don't say so.
    private const int LongestSocketPath = 100;

    private readonly TempFolder? folder;
    private readonly Socket socket;

    private StubListener(Socket socket, Uri endpoint, TempFolder? folder)
    {
        (this.socket, Endpoint, this.folder) = (socket, endpoint, folder);
        socket.Listen(128);
    }

    public Uri Endpoint { get; }

    public static StubListener OnUnixSocket()
    {
        var folder = new TempFolder();
        var path = folder.PathOf("docker.sock");
        if (path.Length >= LongestSocketPath)
            throw new InvalidOperationException($"'{path}' is too long for a unix socket: set TMPDIR to a shorter folder.");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return new(socket, new Uri($"unix://{path}"), folder);
    }

    public static StubListener OnTcp()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        return new(socket, new Uri($"tcp://{socket.LocalEndPoint}"), null);
    }

    public async Task<Socket> AcceptAsync(CancellationToken ct)
    {
        var accepted = await socket.AcceptAsync(ct);
        if (accepted.AddressFamily != AddressFamily.Unix)
            accepted.NoDelay = true;
        return accepted;
    }

    public void Dispose()
    {
        socket.Dispose();
        folder?.Dispose();
    }
}

using System.Net.Sockets;
using System.Security.Authentication;

namespace Rtm.Docker;

/// <summary>Why an engine can't be reached, in words: the system's own are misleading (a missing socket is "Cannot assign requested address").</summary>
internal static class UnreachableWords
{
    public static string For(Exception error, EngineEndpoint endpoint)
    {
        if (RefusedCertificate(error) is { } refused)
            return refused;
        if (Find<AuthenticationException>(error) is { } tls)
            return Tls(tls);
        if (Find<SocketException>(error) is { } socket)
            return endpoint.IsUnixSocket ? UnixSocket(socket, endpoint.SocketPath) : Network(socket, endpoint.Uri, overTls: endpoint.Tls is not null);
        return error.Message;
    }

    /// <summary>With TLS 1.3 the engine refuses a client's certificate only after the handshake, so that it looks like a cut connection.</summary>
    public static string? RefusedCertificate(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner.Message.Contains("alert", StringComparison.OrdinalIgnoreCase)
                && (inner.Message.Contains("certificate", StringComparison.OrdinalIgnoreCase) || inner.Message.Contains("unknown ca", StringComparison.OrdinalIgnoreCase)))
            {
                return "the engine refused this client's certificate; check Tls:CertFile and Tls:KeyFile against the authority the engine trusts";
            }
        }
        return null;
    }

    private static string UnixSocket(SocketException error, string path) => error.SocketErrorCode switch
    {
        // A folder that may not be entered hides whether the socket exists.
        SocketError.AccessDenied when !Path.Exists(path) => "no permission to enter the socket's folder; run the console as a user who may",
        // The socket may be back by the time somebody looks: the system's word for a missing one counts too.
        SocketError.AddressNotAvailable => "no such socket",
        _ when !Path.Exists(path) => "no such socket",
        SocketError.AccessDenied => $"no permission on the socket; {SocketOwner.Describe(path)}",
        SocketError.ConnectionRefused => "nothing listens on the socket; is dockerd running?",
        SocketError.WouldBlock or SocketError.TryAgain => "the engine accepts no more connections on the socket; it is overloaded or hangs",
        SocketError.ProtocolType or SocketError.ProtocolNotSupported => "the file is not a stream socket",
        _ => error.Message,
    };

    private static string Network(SocketException error, Uri endpoint, bool overTls) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"nothing listens on port {endpoint.Port}; is dockerd running and bound to tcp?",
        SocketError.HostNotFound or SocketError.NoData => $"there is no host named '{endpoint.Host}'",
        SocketError.TryAgain => $"the name '{endpoint.Host}' can't be looked up now",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"there is no network route to '{endpoint.Host}'",
        SocketError.TimedOut => $"'{endpoint.Host}' does not answer; a firewall may drop the packets",
        // The reset that follows a refusal with TLS 1.3 often overtakes the refusal itself.
        SocketError.ConnectionReset or SocketError.Shutdown when overTls =>
            "the connection was reset; an engine that refuses this client's certificate does this: check Tls:CertFile and Tls:KeyFile against the authority the engine trusts",
        SocketError.ConnectionReset => "the connection was reset; a plain request to a TLS port does this",
        _ => error.Message,
    };

    private static string Tls(AuthenticationException error)
    {
        var words = error.Message;
        if (words.Contains("NameMismatch", StringComparison.Ordinal))
            return "its certificate is for another name; check the endpoint's host or set Tls:ServerName";
        if (words.Contains("NotValidForUsage", StringComparison.Ordinal))
            return "its certificate is not a server's; it was issued for another use";
        if (words.Contains("NotTimeValid", StringComparison.Ordinal))
            return "its certificate has expired or is not valid yet";
        if (words.Contains("UntrustedRoot", StringComparison.Ordinal) || words.Contains("PartialChain", StringComparison.Ordinal))
            return "its certificate was not signed by the authority in Tls:CaFile";
        if (words.Contains("frame", StringComparison.OrdinalIgnoreCase))
            return "it does not speak TLS on this port";
        return $"TLS failed: {words}{(error.InnerException is { } inner ? $" ({inner.Message})" : "")}";
    }

    private static T? Find<T>(Exception error)
        where T : Exception
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is T found)
                return found;
        }
        return null;
    }
}

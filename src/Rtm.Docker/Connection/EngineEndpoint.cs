using System.Text;

namespace Rtm.Docker;

/// <summary>Where an engine is and which certificates it takes to get in: options first, then the environment, then the default socket.</summary>
/// <param name="Uri">Where it is.</param>
/// <param name="Tls">Which certificates; null for none.</param>
/// <param name="TlsOrigin">Where those come from: <see cref="TlsSource.Origin"/>.</param>
internal sealed record EngineEndpoint(Uri Uri, EngineTlsOptions? Tls, string TlsOrigin = "")
{
    private const string DefaultSocket = "unix:///var/run/docker.sock";
    private const string Usage = "use unix:///path/docker.sock or tcp://host:port";

    // sun_path of a Linux unix address holds 108 bytes, the terminating zero among them.
    private const int LongestSocketPath = 107;

    public bool IsUnixSocket => Uri.Scheme == "unix";

    public string SocketPath => Uri.LocalPath;

    /// <summary>Finds the endpoint and reports what is wrong with it. <paramref name="environment"/> reads one variable.</summary>
    public static EngineEndpoint? Resolve(DockerEngineOptions options, Func<string, string?> environment, List<OptionFault> faults)
    {
        var configured = new TlsSource(options.Tls);
        if (!string.IsNullOrWhiteSpace(options.Endpoint))
            return Parse(options.Endpoint.Trim(), "Endpoint", configured, faults);

        var host = environment("DOCKER_HOST");
        if (string.IsNullOrWhiteSpace(host))
            return Parse(DefaultSocket, "Endpoint", configured, faults);
        return Parse(host.Trim(), "Endpoint (from DOCKER_HOST)", options.Tls is null ? TlsSource.From(environment) : configured, faults);
    }

    private static EngineEndpoint? Parse(string text, string option, TlsSource tls, List<OptionFault> faults)
    {
        var before = faults.Count;
        Uri? uri = null;
        if (MayHoldPassword(text))
            faults.Add(new(option, $"must hold no user and no password (it is not repeated here); {Usage}"));
        else if (!Uri.TryCreate(text, UriKind.Absolute, out uri))
            faults.Add(new(option, $"'{text}' is not an address; {Usage}"));
        else if (uri.Scheme == "unix")
            CheckSocket(uri, option, tls, faults);
        else if (uri.Scheme is "tcp" or "http" or "https")
            CheckHost(uri, option, tls, faults);
        else
            faults.Add(new(option, $"the scheme of '{text}' is not supported; {Usage}"));
        return faults.Count == before ? new(uri!, tls.Files, tls.Origin) : null;
    }

    // Judged by the text, since what can't be read as an address may hold a password too. A socket's path may hold an '@'.
    private static bool MayHoldPassword(string text) =>
        (text.Contains('@', StringComparison.Ordinal) || text.Contains("%40", StringComparison.Ordinal)) && !text.StartsWith("unix:///", StringComparison.Ordinal);

    private static void CheckSocket(Uri uri, string option, TlsSource tls, List<OptionFault> faults)
    {
        if (uri.Host.Length > 0 || uri.LocalPath.Length < 2)
            faults.Add(new(option, $"'{uri.OriginalString}' has no absolute socket path; write unix:///var/run/docker.sock with three slashes"));
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            faults.Add(new(option, $"'{uri.OriginalString}' holds a '?' or '#', which would cut the socket path off; use another path"));
        else if (Encoding.UTF8.GetByteCount(uri.LocalPath) > LongestSocketPath)
            faults.Add(new(option, $"the socket path is longer than {LongestSocketPath} bytes, which no unix socket can have"));
        if (tls.Files is not null)
            faults.Add(new($"Tls{tls.Origin}", $"a unix socket takes no TLS; {tls.Removal} or use a tcp:// endpoint"));
    }

    private static void CheckHost(Uri uri, string option, TlsSource tls, List<OptionFault> faults)
    {
        if (uri.Host.Length == 0 || uri.Port is < 1 or > 65535)
            faults.Add(new(option, $"'{uri.OriginalString}' needs a host and a port, such as tcp://10.0.0.5:2376"));
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.AbsolutePath is not ("/" or ""))
            faults.Add(new(option, "only scheme, host and port are allowed; remove path, query and fragment"));
        if (uri.Scheme == "https" && tls.Files is null)
            faults.Add(new("Tls", "an https endpoint needs Tls:CaFile, Tls:CertFile and Tls:KeyFile"));
        if (uri.Scheme == "http" && tls.Files is not null)
            faults.Add(new($"Tls{tls.Origin}", $"an http endpoint takes no TLS; {tls.Removal} or use tcp:// or https://"));
    }
}

using System.Text;

namespace Rtm.Docker;

/// <summary>Where an engine is and which certificates it takes to get in: options first, then the environment, then the default socket.</summary>
internal sealed record EngineEndpoint(Uri Uri, EngineTlsOptions? Tls)
{
    private const string DefaultSocket = "unix:///var/run/docker.sock";

    // sun_path of a Linux unix address holds 108 bytes, the terminating zero among them.
    private const int LongestSocketPath = 107;

    public bool IsUnixSocket => Uri.Scheme == "unix";

    public string SocketPath => Uri.LocalPath;

    /// <summary>Finds the endpoint and reports what is wrong with it. <paramref name="environment"/> reads one variable.</summary>
    public static EngineEndpoint? Resolve(DockerEngineOptions options, Func<string, string?> environment, List<OptionFault> faults)
    {
        if (!string.IsNullOrWhiteSpace(options.Endpoint))
            return Parse(options.Endpoint, "Endpoint", options.Tls, faults);

        var host = environment("DOCKER_HOST");
        if (string.IsNullOrWhiteSpace(host))
            return Parse(DefaultSocket, "Endpoint", options.Tls, faults);
        return Parse(host, "Endpoint (from DOCKER_HOST)", options.Tls ?? TlsFrom(environment), faults);
    }

    // As the docker CLI does it: DOCKER_TLS_VERIFY set to anything turns TLS on, the files are in DOCKER_CERT_PATH or ~/.docker.
    private static EngineTlsOptions? TlsFrom(Func<string, string?> environment)
    {
        if (string.IsNullOrEmpty(environment("DOCKER_TLS_VERIFY")))
            return null;
        var folder = environment("DOCKER_CERT_PATH");
        if (string.IsNullOrEmpty(folder))
            folder = Path.Combine(environment("HOME") ?? "/", ".docker");
        return new EngineTlsOptions
        {
            CaFile = Path.Combine(folder, "ca.pem"),
            CertFile = Path.Combine(folder, "cert.pem"),
            KeyFile = Path.Combine(folder, "key.pem"),
        };
    }

    private static EngineEndpoint? Parse(string text, string option, EngineTlsOptions? tls, List<OptionFault> faults)
    {
        var before = faults.Count;
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri))
            faults.Add(new(option, $"'{text}' is not an address; use unix:///path/docker.sock or tcp://host:port"));
        else if (uri.Scheme == "unix")
            CheckSocket(uri, option, tls, faults);
        else if (uri.Scheme is "tcp" or "http" or "https")
            CheckHost(uri, option, tls, faults);
        else
            faults.Add(new(option, $"the scheme of '{text}' is not supported; use unix:///path/docker.sock or tcp://host:port"));
        return faults.Count == before ? new(uri!, tls) : null;
    }

    private static void CheckSocket(Uri uri, string option, EngineTlsOptions? tls, List<OptionFault> faults)
    {
        if (uri.Host.Length > 0 || uri.LocalPath.Length < 2)
            faults.Add(new(option, $"'{uri.OriginalString}' has no absolute socket path; write unix:///var/run/docker.sock with three slashes"));
        else if (Encoding.UTF8.GetByteCount(uri.LocalPath) > LongestSocketPath)
            faults.Add(new(option, $"the socket path is longer than {LongestSocketPath} bytes, which no unix socket can have"));
        if (tls is not null)
            faults.Add(new("Tls", "a unix socket takes no TLS; remove Tls or use a tcp:// endpoint"));
    }

    private static void CheckHost(Uri uri, string option, EngineTlsOptions? tls, List<OptionFault> faults)
    {
        if (uri.Host.Length == 0 || uri.Port is < 1 or > 65535)
            faults.Add(new(option, $"'{uri.OriginalString}' needs a host and a port, such as tcp://10.0.0.5:2376"));
        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.AbsolutePath is not ("/" or ""))
            faults.Add(new(option, "only scheme, host and port are allowed; remove user, path, query and fragment"));
        if (uri.Scheme == "https" && tls is null)
            faults.Add(new("Tls", "an https endpoint needs Tls:CaFile, Tls:CertFile and Tls:KeyFile"));
        if (uri.Scheme == "http" && tls is not null)
            faults.Add(new("Tls", "an http endpoint takes no TLS; use tcp:// or https://"));
    }
}

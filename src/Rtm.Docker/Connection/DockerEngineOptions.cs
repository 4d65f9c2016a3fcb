namespace Rtm.Docker;

/// <summary>How to reach one Docker Engine and how to treat what runs on it. Source: the seed's <c>Config</c>.</summary>
public sealed record DockerEngineOptions
{
    /// <summary>The name an operator knows this engine by; it is in every message. Default: <c>local</c>.</summary>
    public string Name { get; init; } = "local";

    /// <summary>
    /// <c>unix:///path/docker.sock</c>, <c>tcp://host:port</c>, <c>http://host:port</c> or <c>https://host:port</c>. Blank: the
    /// environment's <c>DOCKER_HOST</c> (with <c>DOCKER_TLS_VERIFY</c> and <c>DOCKER_CERT_PATH</c>), then <c>unix:///var/run/docker.sock</c>.
    /// </summary>
    public string? Endpoint { get; init; }

    /// <summary>Certificates for mutual TLS; null for a unix socket or plain tcp.</summary>
    public EngineTlsOptions? Tls { get; init; }

    /// <summary>The log driver of every container that <see cref="IContainerOperator.RunAsync(RunSpec, CancellationToken)"/> creates. Blank is refused. Default: <c>json-file</c>.</summary>
    public string LogDriver { get; init; } = "json-file";

    /// <summary>
    /// The log driver's options as <c>key=value</c> pairs with commas between, such as <c>max-size=10m,max-file=3</c>. Entries are trimmed;
    /// empty entries, entries without <c>=</c> and entries that begin with <c>=</c> are skipped; a value may contain <c>=</c>.
    /// Source: the seed's <c>parseLogOpts</c>.
    /// </summary>
    public string LogOptions { get; init; } = "";

    /// <summary>How long each kind of wait may take.</summary>
    public EngineDeadlines Deadlines { get; init; } = new();
}

/// <summary>Files for mutual TLS, as <c>DOCKER_CERT_PATH</c> holds them. The server's name, its usage and its chain are always checked.</summary>
public sealed record EngineTlsOptions
{
    /// <summary>PEM file with the authority that signed the engine's certificate; the only one trusted. Default file name: <c>ca.pem</c>.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>PEM file with this client's certificate. Default file name: <c>cert.pem</c>.</summary>
    public string CertFile { get; init; } = "";

    /// <summary>PEM file with this client's private key. Default file name: <c>key.pem</c>.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>The name the engine's certificate must carry, where it differs from the endpoint's host; null for the host.</summary>
    public string? ServerName { get; init; }
}

/// <summary>How long each kind of wait may take before it fails with an <see cref="EngineTimeoutException"/> that names it. Each must be above zero.</summary>
public sealed record EngineDeadlines
{
    /// <summary>
    /// To open a connection, TLS included; never longer than four fifths of the shortest other deadline, so that the error can name what was
    /// missing. Default: 5 s.
    /// </summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>To list containers. Default: 5 s.</summary>
    public TimeSpan List { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>To inspect a container, an image or a network, or to read the engine's information. Default: 3 s.</summary>
    public TimeSpan Inspect { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>To create, start, kill or remove a container. Default: 30 s.</summary>
    public TimeSpan Change { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What stop and restart may take beyond their grace period. Default: 10 s.</summary>
    public TimeSpan StopMargin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest silence of a pull's progress stream. Default: 60 s.</summary>
    public TimeSpan PullSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>To open an event, log or stats stream (until its first response header). Default: 5 s.</summary>
    public TimeSpan OpenStream { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest silence of a log that is not followed, and of stats, which come about once a second. Default: 15 s.</summary>
    public TimeSpan StreamSilence { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>To force-remove what a failed start left behind, whatever the caller's token says. Default: 10 s, as in the seed.</summary>
    public TimeSpan Cleanup { get; init; } = TimeSpan.FromSeconds(10);
}

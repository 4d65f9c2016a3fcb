using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Rtm.Docker;

/// <summary>Makes connections to Docker Engines. Source: the seed's <c>NewClient</c>.</summary>
public static class DockerEngine
{
    /// <summary>The HTTP port a game engine listens on inside its container; never published to the host. Source: the seed's <c>EnginePort</c>.</summary>
    public const int EnginePort = 8080;

    /// <summary>
    /// Prepares the connection to one engine. Nothing is sent: an engine that is down is found by the first call. Certificate files are read here.
    /// </summary>
    /// <param name="options">How to reach the engine.</param>
    /// <param name="clock">The clock for deadlines, clock skew and <see cref="RunResult.StartedAt"/>; null for the system's.</param>
    /// <param name="loggers">Where to log; null for nowhere.</param>
    /// <exception cref="EngineConfigurationException">The options can't be used; every fault is named.</exception>
    public static IDockerEngine Connect(DockerEngineOptions options, TimeProvider? clock = null, ILoggerFactory? loggers = null) =>
        ConnectWith(Environment.GetEnvironmentVariable, options, clock, loggers);

    internal static IDockerEngine ConnectWith(
        Func<string, string?> environment, DockerEngineOptions options, TimeProvider? clock = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var faults = new List<OptionFault>();
        EngineOptionRules.Check(options, faults);
        var endpoint = EngineEndpoint.Resolve(options, environment, faults);
        var tls = endpoint?.Tls is { } files ? EngineTls.Load(files, endpoint.TlsOrigin, endpoint.Uri, faults) : null;
        if (endpoint is null || faults.Count > 0)
        {
            tls?.Dispose();
            throw new EngineConfigurationException(options.Name ?? "", faults.AsReadOnly());
        }

        var deadlines = options.Deadlines ?? new EngineDeadlines();
        var (library, plain) = EngineTransport.Open(endpoint, tls?.Options, EngineTransport.ConnectDeadline(deadlines));
        var logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger("Rtm.Docker");
        var connection = new EngineConnection(options.Name, endpoint, library, plain, deadlines, clock ?? TimeProvider.System, logger);
        return new ConnectedEngine(connection, tls, options.LogDriver, options.LogOptions ?? "");
    }
}

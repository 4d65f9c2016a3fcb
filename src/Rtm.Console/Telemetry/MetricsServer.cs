using System.Net.Sockets;
using OpenTelemetry.Metrics;
using Rtm.Console.Configuration;

namespace Rtm.Console.Telemetry;

/// <summary>
/// Answers Prometheus at an address of its own, because it can't sign in: nothing of the console is served there, and no metrics are
/// served at the console's address.
/// </summary>
internal sealed class MetricsServer(Uri url, MeterProvider meters, ILoggerFactory logs) : IHostedService
{
    public const string Path = "/metrics";

    private WebApplication? _app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(url.GetLeftPart(UriPartial.Authority));
        builder.Services.AddSingleton(logs);
        _app = builder.Build();
        _app.UseOpenTelemetryPrometheusScrapingEndpoint(meters, predicate: null, path: Path, configureBranchedPipeline: null, optionsName: null);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new ConsoleConfigurationException([new ConfigurationFault("Rtm:Telemetry:MetricsUrl", e.Message.ReplaceLineEndings(" "))], e);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}

namespace Rtm.Console.Telemetry;

/// <summary>What can be measured from outside. Where traces and metrics are sent is said by the standard OTEL_* variables.</summary>
public sealed record TelemetryOptions
{
    /// <summary>Where Prometheus reads, an address of its own beside the console's; null for nowhere.</summary>
    public Uri? MetricsUrl { get; init; }
}

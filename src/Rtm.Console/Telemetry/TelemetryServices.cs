using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Rtm.Console.Relay;
using Rtm.Console.Security;
using Rtm.Docker;

namespace Rtm.Console.Telemetry;

/// <summary>Measures only what somebody reads: without a metrics address and without OTEL_* variables nothing listens.</summary>
internal static class TelemetryServices
{
    private const string AllSignals = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetryOptions options, IConfiguration configuration)
    {
        services.AddReadiness();
        var sendsMetrics = IsSet(configuration, AllSignals) || IsSet(configuration, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT");
        var sendsTraces = IsSet(configuration, AllSignals) || IsSet(configuration, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        if (options.MetricsUrl is null && !sendsMetrics && !sendsTraces)
            return services;

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("rtm-console", autoGenerateServiceInstanceId: false).AddEnvironmentVariableDetector());
        if (options.MetricsUrl is not null || sendsMetrics)
            telemetry.WithMetrics(metrics => AddMetrics(metrics, options));
        if (sendsTraces)
            telemetry.WithTracing(AddTraces);
        if (sendsMetrics || sendsTraces)
            telemetry.UseOtlpExporter();

        services.AddSingleton<RelayGauges>();
        if (options.MetricsUrl is { } url)
            services.AddHostedService(provider => new MetricsServer(url, provider.GetRequiredService<MeterProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }

    private static void AddMetrics(MeterProviderBuilder metrics, TelemetryOptions options)
    {
        metrics.AddMeter(RelayMetrics.MeterName, "Microsoft.AspNetCore.Components", "Microsoft.AspNetCore.Components.Server.Circuits")
            .AddAspNetCoreInstrumentation()
            .AddHttpClientInstrumentation()
            .AddRuntimeInstrumentation()
            // Both measure every component of every batch: on a live list that costs more than drawing it.
            .AddView("aspnetcore.components.update_parameters.duration", MetricStreamConfiguration.Drop)
            .AddView("aspnetcore.components.render_diff.duration", MetricStreamConfiguration.Drop);
        metrics.AddInstrumentation(provider => provider.GetRequiredService<RelayGauges>());
        if (options.MetricsUrl is not null)
            metrics.AddPrometheusExporter();
    }

    private static void AddTraces(TracerProviderBuilder traces) => traces
        .AddSource(EngineSpans.SourceName)
        // A circuit or a hub stream is one request that lasts for hours.
        .AddAspNetCoreInstrumentation(web => web.Filter = context => !MachinePaths.Contains(context.Request.Path) && !HealthEndpoints.Contains(context.Request.Path))
        // Calls to engines have spans of their own, without addresses; the propagator of their handler is off.
        .AddHttpClientInstrumentation();

    private static bool IsSet(IConfiguration configuration, string variable) => !string.IsNullOrWhiteSpace(configuration[variable]);
}

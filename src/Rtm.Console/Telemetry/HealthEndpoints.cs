using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rtm.Console.Components.Common;
using Rtm.Console.Security;

namespace Rtm.Console.Telemetry;

/// <summary>What an orchestrator asks. The world is told ready or not and nothing else.</summary>
internal static class HealthEndpoints
{
    private const string Readiness = "ready";

    public static bool Contains(PathString path) => path == ConsoleHost.HealthPath || path == ConsoleHost.ReadyPath;

    public static void AddReadiness(this IServiceCollection services)
    {
        services.AddSingleton<ReadinessCheck>();
        services.AddHealthChecks().AddCheck<ReadinessCheck>(Readiness);
    }

    public static void MapHealth(this WebApplication app)
    {
        // The process answers: that alone. An engine or a store that is down must not restart the console.
        app.MapHealthChecks(ConsoleHost.HealthPath, new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks(ConsoleHost.ReadyPath, new()
        {
            ResponseWriter = WriteAsync,
            // Not ready yet is no fault: it must not be logged as one.
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable },
        }).AllowAnonymous();
    }

    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        var words = report.Status == HealthStatus.Healthy ? "ready" : "not ready";
        var authorization = context.RequestServices.GetRequiredService<IAuthorizationService>();
        if ((await authorization.AuthorizeAsync(context.User, null, Policies.Viewer)).Succeeded)
            words = $"{words}: {SafeText.Of(report.Entries[Readiness].Description ?? "", 2000)}";
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(words, context.RequestAborted);
    }
}

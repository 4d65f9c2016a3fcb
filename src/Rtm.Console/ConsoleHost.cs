using Microsoft.Extensions.DependencyInjection.Extensions;
using Rtm.Console.Commands;
using Rtm.Console.Components;
using Rtm.Console.Configuration;
using Rtm.Console.Exports;
using Rtm.Console.History;
using Rtm.Console.Hubs;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;
using Rtm.Console.Security;
using Rtm.Console.Telemetry;
using Rtm.Docker;

namespace Rtm.Console;

/// <summary>Puts the console together. The program and the tests start the same one.</summary>
public static class ConsoleHost
{
    public const string HealthPath = "/healthz";

    public const string ReadyPath = "/readyz";

    /// <param name="args">Command line settings, such as <c>--urls http://localhost:5080</c> or <c>--Rtm:SignIn:Authority=…</c>.</param>
    /// <param name="configure">Runs before the configuration is read: a service registered here (an <see cref="EngineRegistry"/>, a clock) wins.</param>
    /// <exception cref="ConsoleConfigurationException">The configuration can't be used; every fault is named, and nothing was started.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = CreateBuilder(args);
        configure?.Invoke(builder);
        AddServices(builder);
        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                // Options are read once: a watcher on the files would only pretend otherwise.
                Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
                ApplicationName = typeof(ConsoleHost).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            });
            // A build output has no wwwroot of its own but a manifest of where its assets are; a published one has wwwroot.
            builder.WebHost.UseStaticWebAssets();
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
            builder.Logging.KeepSecretsOut();
            return builder;
        }
        catch (Exception e) when (e is InvalidDataException or UnauthorizedAccessException)
        {
            throw new ConsoleConfigurationException([new ConfigurationFault("appsettings", e.GetBaseException().Message)], e);
        }
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var options = ReadOptions(builder);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Scope);
        services.AddSingleton(options.Relay);
        services.AddSingleton(options.History);
        services.AddSingleton(options.Commands);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => EngineConnections.Connect(options.Engines, engine => DockerEngine.Connect(
            engine, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>())));
        services.AddScoped<CspNonce>();
        services.AddDoor(options.Door, options.SignIn);
        services.AddSignIn(options.SignIn, options.Door.Sessions);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "rtm-antiforgery";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            // Always would refuse http://localhost, which the session cookie allows.
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        // Before the relay, so that it ends after it.
        services.AddHistory();
        services.AddRelay();
        services.AddTimelineHub();
        services.AddInspection(options.Door.Limits);
        services.AddCommands();
        services.AddTelemetry(options.Telemetry, builder.Configuration);
        services.AddConsoleComponents();
    }

    private static RtmOptions ReadOptions(WebApplicationBuilder builder)
    {
        var (options, faults) = RtmConfiguration.Check(builder.Configuration, builder.Environment.IsDevelopment());
        if (builder.Services.All(service => service.ServiceType != typeof(EngineRegistry)))
            faults = [.. faults, .. EngineConnections.FaultsOf(options.Engines)];
        faults = [.. faults, .. LogLevels.FaultsIn(builder.Configuration), .. DoorSection.ForwardedHeaderFaults(builder.Configuration)];

        return faults.Count == 0 ? options : throw new ConsoleConfigurationException(faults);
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseDoor();
        app.UseSecurityHeaders();
        app.UseErrorPages();
        app.UseOriginRules();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapHealth();
        app.MapStaticAssets().AllowAnonymous();
        app.MapSignIn();
        app.MapTimelineExport();
        app.MapAuditExport();
        app.MapTimelineHub();
        app.MapInspection();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(server =>
            {
                // Our own policy forbids framing; the framework would send a second, weaker one.
                server.ContentSecurityFrameAncestorsPolicy = null;
                // docs/adr/0007: strangers' text and the viewer's own must not be compressed together.
                server.DisableWebSocketCompression = true;
            });
    }
}

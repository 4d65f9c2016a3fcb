using Rtm.Console.Components;
using Rtm.Console.Relay;
using Rtm.Console.Security;

namespace Rtm.Console;

/// <summary>Puts the console together. The program and the tests start the same one.</summary>
public static class ConsoleHost
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ConsoleHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseStaticWebAssets();
        configure?.Invoke(builder);
        builder.Services.AddScoped<CspNonce>();
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization();
        builder.Services.AddRelay();
        builder.Services.AddConsoleComponents();

        var app = builder.Build();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}

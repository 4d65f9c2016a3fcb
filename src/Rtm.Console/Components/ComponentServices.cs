using MudBlazor.Services;
using Rtm.Console.Components.Containers;

namespace Rtm.Console.Components;

public static class ComponentServices
{
    public static IServiceCollection AddConsoleComponents(this IServiceCollection services)
    {
        services.AddMudServices();
        services.AddScoped<DismissedGaps>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        return services;
    }
}

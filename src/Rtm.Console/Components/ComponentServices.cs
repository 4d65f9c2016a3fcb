using MudBlazor.Services;
using Rtm.Console.Components.Commands;
using Rtm.Console.Components.Containers;

namespace Rtm.Console.Components;

public static class ComponentServices
{
    public static IServiceCollection AddConsoleComponents(this IServiceCollection services)
    {
        services.AddMudServices();
        services.AddScoped<DismissedGaps>();
        services.AddScoped<CommandDialogs>();
        services.AddScoped<CommandDrafts>();
        services.AddSingleton<ReadOutcomes>();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        return services;
    }
}

using MudBlazor.Services;
using Rtm.Console.Components.Commands;
using Rtm.Console.Components.Containers;
using Rtm.Console.Components.Timeline;

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
        services.AddSharedRows();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        return services;
    }

    /// <summary>What all viewers of the timeline share.</summary>
    public static IServiceCollection AddSharedRows(this IServiceCollection services) => services.AddSingleton<RowPainter>().AddSingleton<SharedRows>();
}

using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Rtm.Console.Relay;

public static class RelayServices
{
    /// <summary>
    /// The read street: a board for every engine of the <see cref="EngineRegistry"/>, which the caller registers, as it does
    /// <see cref="ScopeOptions"/> and <see cref="RelayOptions"/>.
    /// </summary>
    public static IServiceCollection AddRelay(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<OwnerScope>();
        services.AddSingleton<BoardDirectory>();
        services.AddSingleton<ScopedArchive>();
        services.AddHostedService<RelayService>();
        return services;
    }
}

using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.SignalR;
using Rtm.Console.History;

namespace Rtm.Console.Security;

internal static class SessionServices
{
    public static IServiceCollection AddSessions(this IServiceCollection services, SessionLimits limits)
    {
        services.AddSessionStore(limits);
        services.AddSingleton<TokenRefresh>();
        services.AddSingleton<ProviderClient>();
        services.AddSingleton<SessionCheck>();
        services.AddSingleton<SessionHubFilter>();
        services.AddSingleton<IStepUp, StepUp>();
        services.AddHostedService<SessionWatch>();
        services.AddScoped<AuthenticationStateProvider, SessionAuthenticationState>();
        services.Configure<HubOptions>(hub => hub.AddFilter<SessionHubFilter>());
        return services;
    }

    /// <summary>The sessions and where they are kept, without the provider that is asked about them.</summary>
    public static IServiceCollection AddSessionStore(this IServiceCollection services, SessionLimits limits)
    {
        services.AddSingleton(limits);
        services.AddSingleton<SessionRegistry>();
        services.AddHistoryRoom<SessionContext, SqliteSessionContext, PostgresSessionContext>(
            SessionContext.Room, options => new(options), options => new(options));
        services.AddHostedService<SessionKeeper>();
        return services;
    }
}

using Rtm.Console.Configuration;

namespace Rtm.Console.Inspection;

public static class InspectionServices
{
    /// <summary>What reads one container in depth, over the engines and the scope of the relay.</summary>
    public static IServiceCollection AddInspection(this IServiceCollection services, LimitOptions limits) => services
        .AddSingleton(new LogSeats(limits))
        .AddSingleton<ContainerDesk>()
        .AddScoped<SecretDesk>()
        .AddSingleton<TraceReader>();
}

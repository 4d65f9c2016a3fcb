namespace Rtm.Console.Relay;

public static class RelayServices
{
    public static IServiceCollection AddRelay(this IServiceCollection services) => services;
}

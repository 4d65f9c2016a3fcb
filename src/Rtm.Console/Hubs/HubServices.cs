using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Connections;
using Rtm.Console.Security;

namespace Rtm.Console.Hubs;

internal static class HubServices
{
    /// <summary>A filter and a cursor; nobody has to send more.</summary>
    internal const int LargestMessage = 16 * 1024;

    private const int OutgoingBuffer = 64 * 1024;

    public static IServiceCollection AddTimelineHub(this IServiceCollection services)
    {
        services.AddSingleton<TimelineStreams>();
        services.AddSignalR()
            .AddHubOptions<TimelineHub>(hub =>
            {
                hub.MaximumReceiveMessageSize = LargestMessage;
                hub.SupportedProtocols = ["json"];
            })
            .AddJsonProtocol(json => json.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull);
        return services;
    }

    public static void MapTimelineHub(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapHub<TimelineHub>(TimelineHub.Path, connection =>
        {
            connection.Transports = HttpTransportType.WebSockets;
            connection.CloseOnAuthenticationExpiration = true;
            // A reader that doesn't read holds this much, and then the stream waits for it.
            connection.TransportMaxBufferSize = OutgoingBuffer;
            connection.ApplicationMaxBufferSize = LargestMessage;
        }).RequireAuthorization(Policies.Viewer);
}

using Microsoft.Extensions.Logging;

namespace Rtm.Docker;

/// <summary>Everything this library logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Container {Name} ({ContainerId}) was created on engine {Engine}, did not start and could not be removed")]
    public static partial void CleanUpFailed(this ILogger logger, string name, string containerId, string engine, Exception error);

    [LoggerMessage(2, LogLevel.Warning, "Engine {Engine} sent an event that is not JSON; it was skipped")]
    public static partial void EventUnreadable(this ILogger logger, string engine);
}

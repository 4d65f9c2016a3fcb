namespace Rtm.Console.Relay;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Engine {Engine} at {Endpoint} answers; version {Version}")]
    public static partial void EngineLive(ILogger logger, string engine, Uri endpoint, string version);

    [LoggerMessage(201, LogLevel.Warning, "Engine {Engine} does not answer: {Reason}")]
    public static partial void EngineLost(ILogger logger, string engine, string reason);

    [LoggerMessage(202, LogLevel.Information, "Engine {Engine} answers again")]
    public static partial void EngineBack(ILogger logger, string engine);

    [LoggerMessage(203, LogLevel.Warning, "Engine {Engine} does not tell about itself: {Reason}")]
    public static partial void InfoUnreadable(ILogger logger, Exception exception, string engine, string reason);

    [LoggerMessage(204, LogLevel.Warning, "Container {ContainerId} of engine {Engine} can't be inspected: {Reason}")]
    public static partial void DetailsUnreadable(ILogger logger, Exception exception, string engine, string containerId, string reason);

    [LoggerMessage(205, LogLevel.Debug, "Container {ContainerId} of engine {Engine} is gone since the list: {Reason}")]
    public static partial void ContainerVanished(ILogger logger, string engine, string containerId, string reason);

    [LoggerMessage(206, LogLevel.Error, "Reading engine {Engine} failed inside the console")]
    public static partial void PumpFault(ILogger logger, Exception exception, string engine);

    [LoggerMessage(207, LogLevel.Warning, "Engine {Engine}: events between {From:O} and {To:O} were lost or may have been ({Cause})")]
    public static partial void EventsLost(ILogger logger, string engine, DateTimeOffset from, DateTimeOffset to, GapCause cause);

    [LoggerMessage(208, LogLevel.Warning, "Engine {Engine} can't be listed: {Reason}")]
    public static partial void ListFailed(ILogger logger, string engine, string reason);

    [LoggerMessage(209, LogLevel.Warning, "Engine {Engine} does not replay its events: {Reason}")]
    public static partial void ReplayRefused(ILogger logger, string engine, string reason);

    [LoggerMessage(210, LogLevel.Warning, "Engine {Engine} does not say since when it runs: {Reason}")]
    public static partial void RunIdUnreadable(ILogger logger, string engine, string reason);

    [LoggerMessage(211, LogLevel.Warning, "Engine {Engine} tells its list but not its events: {Reason}")]
    public static partial void EventsUnavailable(ILogger logger, string engine, string reason);

    [LoggerMessage(220, LogLevel.Error, "Engine {Engine}: what was seen before the console started can't be read; a gap will say so once it can: {Reason}")]
    public static partial void MemoryUnreadable(ILogger logger, string engine, string reason);
}

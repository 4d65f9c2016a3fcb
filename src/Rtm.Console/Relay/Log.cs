namespace Rtm.Console.Relay;

internal static partial class Log
{
    [LoggerMessage(200, LogLevel.Information, "Engine {Engine} at {Endpoint} answers; version {Version}")]
    public static partial void EngineLive(ILogger logger, string engine, Uri endpoint, string version);

    [LoggerMessage(201, LogLevel.Warning, "Engine {Engine} does not answer: {Reason}")]
    public static partial void EngineLost(ILogger logger, string engine, string reason);

    [LoggerMessage(202, LogLevel.Information, "Engine {Engine} answers again after {Failures} failed tries")]
    public static partial void EngineBack(ILogger logger, string engine, int failures);

    [LoggerMessage(203, LogLevel.Warning, "Engine {Engine} does not tell about itself: {Reason}")]
    public static partial void InfoUnreadable(ILogger logger, Exception exception, string engine, string reason);

    [LoggerMessage(204, LogLevel.Warning, "Container {ContainerId} of engine {Engine} can't be inspected: {Reason}")]
    public static partial void DetailsUnreadable(ILogger logger, Exception exception, string engine, string containerId, string reason);

    [LoggerMessage(205, LogLevel.Debug, "Container {ContainerId} of engine {Engine} is gone since the list: {Reason}")]
    public static partial void ContainerVanished(ILogger logger, string engine, string containerId, string reason);

    [LoggerMessage(206, LogLevel.Error, "Reading engine {Engine} failed inside the console")]
    public static partial void PumpFault(ILogger logger, Exception exception, string engine);
}

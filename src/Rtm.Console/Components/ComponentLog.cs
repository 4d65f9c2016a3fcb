namespace Rtm.Console.Components;

internal static partial class ComponentLog
{
    [LoggerMessage(300, LogLevel.Error, "The page {Path} failed")]
    public static partial void PageFault(ILogger logger, Exception exception, string path);

    [LoggerMessage(301, LogLevel.Warning, "The browser's part of '{Part}' failed")]
    public static partial void BrowserRefused(ILogger logger, Exception exception, string part);

    [LoggerMessage(302, LogLevel.Debug, "The browser was gone before '{Part}' was done")]
    public static partial void BrowserGone(ILogger logger, Exception exception, string part);

    [LoggerMessage(303, LogLevel.Warning, "What was heard of a container of engine {Engine} before could not be read: {Reason}")]
    public static partial void TraceUnreadable(ILogger logger, Exception exception, string engine, string reason);

    [LoggerMessage(LogLevel.Warning, "Session {Session} of subject '{Subject}' was ended by the admin '{Admin}'")]
    public static partial void SessionEndedByAdmin(ILogger logger, string session, string subject, string admin);
}

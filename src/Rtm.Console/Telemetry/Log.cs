namespace Rtm.Console.Telemetry;

/// <summary>Everything the console writes to its log.</summary>
internal static partial class Log
{
    // The reason is made harmless before: it can hold what a visitor wrote into the address.
    [LoggerMessage(LogLevel.Warning, "Sign-in failed (trace {TraceId}): {Reason}")]
    public static partial void SignInFailed(ILogger logger, string traceId, string reason);

    [LoggerMessage(LogLevel.Error, "The identity provider can't be reached or can't be used for sign-in (trace {TraceId})")]
    public static partial void ProviderUnreachable(ILogger logger, string traceId, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Signed out here, but the identity provider could not be told (trace {TraceId})")]
    public static partial void ProviderMissedSignOut(ILogger logger, string traceId, Exception failure);

    [LoggerMessage(LogLevel.Error, "Request for {Path} failed (trace {TraceId})")]
    public static partial void RequestFailed(ILogger logger, string path, string traceId, Exception? failure);

    [LoggerMessage(LogLevel.Information, "Session {Session} of subject '{Subject}' began")]
    public static partial void SessionBegan(ILogger logger, string session, string subject);

    [LoggerMessage(LogLevel.Warning, "Session {Session} was ended by the word of the identity provider: {Reason}")]
    public static partial void SessionRevoked(ILogger logger, string session, string reason);

    [LoggerMessage(LogLevel.Warning, "Session {Session} goes on unchecked, because the identity provider could not be asked: {Reason}")]
    public static partial void SessionNotChecked(ILogger logger, string session, string reason);

    [LoggerMessage(LogLevel.Information, "The roles of session {Session} changed at the identity provider from '{Before}' to '{After}'")]
    public static partial void RolesChanged(ILogger logger, string session, string before, string after);

    [LoggerMessage(LogLevel.Warning, "Refused a page to session {Session}: its person has {Limit} open")]
    public static partial void TooManyPages(ILogger logger, string session, long limit);

    [LoggerMessage(LogLevel.Error, "Sessions could not be kept, and would end with the console: {Reason}")]
    public static partial void SessionsNotKept(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "The kept session {Session} can't be decrypted with this console's keys; its person signs in again (see Rtm:DataProtection:Directory)")]
    public static partial void SessionUnreadable(ILogger logger, string session);

    [LoggerMessage(LogLevel.Warning, "Refused a sign-out over the back channel (trace {TraceId}): {Reason}")]
    public static partial void RemoteSignOutRefused(ILogger logger, string traceId, string reason);

    [LoggerMessage(LogLevel.Warning, "Refused a request for {Path} from the foreign origin '{Origin}'")]
    public static partial void ForeignOrigin(ILogger logger, string path, string origin);
}

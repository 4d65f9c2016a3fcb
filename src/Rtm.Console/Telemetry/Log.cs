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

    [LoggerMessage(LogLevel.Warning, "Refused a request for {Path} from the foreign origin '{Origin}'")]
    public static partial void ForeignOrigin(ILogger logger, string path, string origin);
}

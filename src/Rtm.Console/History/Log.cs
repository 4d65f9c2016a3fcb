namespace Rtm.Console.History;

internal static partial class Log
{
    [LoggerMessage(300, LogLevel.Information, "The history is the {Database}")]
    public static partial void HistoryReady(ILogger logger, string database);

    [LoggerMessage(301, LogLevel.Error, "{Reason} The console runs without it and tries again")]
    public static partial void HistoryNotReady(ILogger logger, string reason);

    [LoggerMessage(302, LogLevel.Error, "{Reason} Rows of the timeline wait in memory until it answers again")]
    public static partial void HistoryDown(ILogger logger, string reason);

    [LoggerMessage(303, LogLevel.Information, "The history can be written again; {Waiting} rows waited")]
    public static partial void HistoryBack(ILogger logger, int waiting);

    [LoggerMessage(304, LogLevel.Error, "Writing the timeline failed inside the console")]
    public static partial void WriterFault(ILogger logger, Exception exception);

    [LoggerMessage(305, LogLevel.Error, "The console ends while {Lost} rows of the timeline could not be written")]
    public static partial void RowsLostAtEnd(ILogger logger, int lost);

    [LoggerMessage(309, LogLevel.Error, "The history refuses row {Sequence} of engine {Engine}; a gap takes its place")]
    public static partial void RowRefused(ILogger logger, Exception exception, string engine, long sequence);

    [LoggerMessage(307, LogLevel.Information, "{Rows} old rows of the timeline were removed")]
    public static partial void RowsRemoved(ILogger logger, long rows);

    [LoggerMessage(308, LogLevel.Warning, "Old rows of the timeline could not be removed: {Reason}")]
    public static partial void RetentionFailed(ILogger logger, string reason);

    // The log goes elsewhere: its hashes show later what the database should say.
    [LoggerMessage(306, LogLevel.Information, "Audit row {Sequence} is {Hash}: {Kind} of {ActionId}")]
    public static partial void AuditWritten(ILogger logger, long sequence, string hash, string actionId, string kind);
}

namespace Rtm.Console.Commands;

internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Error, "The command {Action} {ActionId} failed inside the console")]
    public static partial void CommandFault(ILogger logger, Exception exception, CommandAction action, string actionId);

    [LoggerMessage(501, LogLevel.Warning, "{Subject} asks for too many commands; {Action} was refused")]
    public static partial void TooMany(ILogger logger, string subject, CommandAction action);

    [LoggerMessage(502, LogLevel.Error, "Command {ActionId} was not carried out: its intent can't be stored")]
    public static partial void AuditDown(ILogger logger, Exception exception, string actionId);

    [LoggerMessage(503, LogLevel.Error, "The refusal of command {ActionId} ({Action}, by {Subject}) can't be stored")]
    public static partial void RefusalUnwritten(ILogger logger, Exception exception, string actionId, string subject, CommandAction action);

    [LoggerMessage(504, LogLevel.Error, "The outcome of command {ActionId} can't be stored; it is tried again")]
    public static partial void OutcomeUnwritten(ILogger logger, Exception exception, string actionId);

    [LoggerMessage(505, LogLevel.Warning, "Commands that the console's end cut off can't be settled yet: {Reason}")]
    public static partial void SettlingWaits(ILogger logger, string reason);

    [LoggerMessage(506, LogLevel.Warning, "The console had ended in the middle of {Action} {ActionId} of {Target}; it is settled as {Result}")]
    public static partial void IntentSettled(ILogger logger, CommandAction action, string actionId, string target, CommandResult result);

    [LoggerMessage(507, LogLevel.Warning, "Who last changed container {ContainerId} is not said: the audit can't be read")]
    public static partial void MoverUnknown(ILogger logger, Exception exception, string containerId);
}

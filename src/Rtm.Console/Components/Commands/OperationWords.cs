using Rtm.Console.Commands;
using Rtm.Console.Components.Common;

namespace Rtm.Console.Components.Commands;

/// <summary>A command in words: who does what, and how far it is.</summary>
internal static class OperationWords
{
    private const int LongestName = 80;

    public static string Who(Operation operation) => SafeText.Of(operation.Actor.Name, LongestName);

    public static string What(Operation operation) => operation.Target.Length == 0 ? "…" : SafeText.Of(operation.Target, 120);

    /// <summary>"Otto Operator is stopping it."</summary>
    public static string Doing(Operation operation) => $"{Who(operation)} is {CommandWords.Doing(operation.Action)} it";

    /// <summary>"Stop game-1".</summary>
    public static string Title(Operation operation) => $"{Capital(CommandWords.Verb(operation.Action))} {What(operation)}";

    public static string Capital(string word) => $"{char.ToUpperInvariant(word[0])}{word[1..]}";

    /// <summary>How far it is.</summary>
    public static string Step(Operation operation, DateTimeOffset now) => operation switch
    {
        { Outcome: { } outcome } => SafeText.Of(outcome.Words, 1000),
        { Phase: OperationPhase.Checking } => "Requested; the gate looks at it.",
        { Phase: OperationPhase.Finished } => "It has ended.",
        { Step.Length: > 0, GraceEndsAt: { } ends } when ends > now => $"{operation.Step}; {LeftToEnd(ends, now)}",
        { Step.Length: > 0, GraceEndsAt: not null } => $"{operation.Step}; the grace is over, the engine kills it.",
        { Step.Length: > 0 } => $"{operation.Step}.",
        { Phase: OperationPhase.Requested } => "The engine said yes; its event is awaited.",
        { Action: CommandAction.Pull, Pull: { } pull } when pull.Words.Length > 0 => SafeText.Of(pull.Words),
        { GraceEndsAt: { } ends } when ends > now => $"Requested; {LeftToEnd(ends, now)}",
        { GraceEndsAt: not null } => "The grace is over; the engine kills it.",
        _ => "Requested; the engine is being asked.",
    };

    private static string LeftToEnd(DateTimeOffset ends, DateTimeOffset now) => $"{TimeWords.Duration(ends - now + TimeSpan.FromMilliseconds(999))} left to end by itself, then it is killed.";

    public static string Severity(CommandResult result) => result switch
    {
        CommandResult.Done => "sev-ok",
        CommandResult.Accepted => "sev-neutral",
        CommandResult.Refused or CommandResult.Failed => "sev-failed",
        _ => "sev-attention",
    };

    public static string Heading(CommandResult result) => result switch
    {
        CommandResult.Done => "Done",
        CommandResult.Refused => "Refused",
        CommandResult.Failed => "Failed",
        CommandResult.Cancelled => "Called off",
        CommandResult.Unproven => "Not proven",
        CommandResult.Unknown => "Outcome unknown",
        _ => "Accepted",
    };

    /// <summary>Whether it waits for the container to end, so that a kill would shorten it.</summary>
    public static bool IsWaiting(Operation operation) => operation is { Phase: OperationPhase.Asking, GraceEndsAt: not null };
}

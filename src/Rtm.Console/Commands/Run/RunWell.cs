using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Commands;

/// <summary>How a container that was just started does.</summary>
public enum Wellness
{
    Waiting,
    Well,
    Ill,
}

/// <summary>When a container that was just started counts as well. The one home of that rule.</summary>
public static class RunWell
{
    /// <param name="container">What the board shows of it; null where it shows nothing.</param>
    /// <param name="watched">How long it has been looked at.</param>
    /// <param name="now">The engine's time.</param>
    /// <param name="options">How long it may take.</param>
    /// <returns>How it does, in words too, unless it is waited for.</returns>
    public static (Wellness Wellness, string Words) Judge(BoardContainer? container, TimeSpan watched, DateTimeOffset now, CommandOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return container?.Facts switch
        {
            { State: "running", Health: "healthy" } => (Wellness.Well, "Running and healthy."),
            { State: "running", Health: null } when watched >= options.RunWellAfter => (Wellness.Well, "Running; the image has no health check that could say more."),
            // "created" is what a board shows that is a moment behind the start that was proven.
            { State: "exited" or "dead" or "restarting" } or { Health: "unhealthy" } or { State: "created", Error.Length: > 0 } =>
                (Wellness.Ill, Verdict.Of(container.Facts, now).Text),
            null when watched >= options.RunHealthyWithin => (Wellness.Ill, "It is not there any more."),
            not null when watched >= options.RunHealthyWithin =>
                (Wellness.Ill, $"Not well within {CommandWords.Span(options.RunHealthyWithin)}: {Verdict.Of(container.Facts, now).Text}"),
            _ => (Wellness.Waiting, ""),
        };
    }
}

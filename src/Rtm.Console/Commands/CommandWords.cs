namespace Rtm.Console.Commands;

/// <summary>Actions in words.</summary>
public static class CommandWords
{
    /// <summary>The infinitive: stop.</summary>
    public static string Verb(CommandAction action) => action switch
    {
        CommandAction.Pull => "pull",
        CommandAction.Run => "run",
        CommandAction.Start => "start",
        CommandAction.Stop => "stop",
        CommandAction.Restart => "restart",
        CommandAction.Kill => "kill",
        CommandAction.Reveal => "reveal",
        CommandAction.EndSession => "end the session of",
        CommandAction.Recreate => "recreate",
        _ => "remove",
    };

    /// <summary>The past: stopped.</summary>
    public static string Past(CommandAction action) => action switch
    {
        CommandAction.Pull => "pulled",
        CommandAction.Run => "ran",
        CommandAction.Start => "started",
        CommandAction.Stop => "stopped",
        CommandAction.Restart => "restarted",
        CommandAction.Kill => "killed",
        CommandAction.Reveal => "revealed",
        CommandAction.EndSession => "ended the session of",
        CommandAction.Recreate => "recreated",
        _ => "removed",
    };

    /// <summary>What it is afterwards: stopped, run.</summary>
    public static string Participle(CommandAction action) => action == CommandAction.Run ? "run" : Past(action);

    /// <summary>The present: stopping.</summary>
    public static string Doing(CommandAction action) => action switch
    {
        CommandAction.Pull => "pulling",
        CommandAction.Run => "running",
        CommandAction.Start => "starting",
        CommandAction.Stop => "stopping",
        CommandAction.Restart => "restarting",
        CommandAction.Kill => "killing",
        CommandAction.Reveal => "revealing",
        CommandAction.EndSession => "ending the session of",
        CommandAction.Recreate => "recreating",
        _ => "removing",
    };

    internal static string Gerund(CommandAction action)
    {
        var doing = Doing(action);
        return $"{char.ToUpperInvariant(doing[0])}{doing[1..]}";
    }

    /// <summary>A span as people say it; never negative.</summary>
    internal static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalSeconds: < 60 } => $"{(int)span.TotalSeconds} s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 48 } => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} d",
    };

    internal static string Short(string containerId) => containerId.Length > 12 ? containerId[..12] : containerId;
}

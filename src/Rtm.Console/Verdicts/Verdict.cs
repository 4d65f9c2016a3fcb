namespace Rtm.Console.Verdicts;

/// <summary>How much attention a container wants; the order is the order of urgency.</summary>
public enum Severity
{
    Failed,
    Attention,
    Ok,
    Neutral,
}

/// <summary>The shape that goes with a verdict, so that colour is never the only sign.</summary>
public enum VerdictIcon
{
    Check,
    Play,
    Pause,
    Loop,
    Hourglass,
    HeartBroken,
    Memory,
    Cross,
    Bolt,
    Circle,
    Stop,
    Bin,
    Question,
}

/// <summary>What happened to a container, in words a glance can read.</summary>
public readonly record struct Verdict(Severity Severity, string Text, VerdictIcon Icon)
{
    /// <summary>From this many restarts on it is called a loop.</summary>
    public const int LoopRestarts = 3;

    /// <summary>A restarted container that ended longer ago than this is taken to have recovered.</summary>
    public static readonly TimeSpan LoopMemory = TimeSpan.FromMinutes(2);

    public static Verdict Of(ContainerFacts facts, DateTimeOffset now) => Of(facts, now, end: null);

    /// <param name="facts">What the board knows.</param>
    /// <param name="now">The engine's clock.</param>
    /// <param name="end">What the timeline tells of the container's last end; null where it tells nothing.</param>
    public static Verdict Of(ContainerFacts facts, DateTimeOffset now, ExitFacts? end)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (end is not null && facts.State == "exited" && (facts.ExitCode is null || facts.ExitCode == end.ExitCode))
            return ExitVerdicts.Of(end with { OomKilled = facts.OomKilled ?? end.OomKilled, Error = facts.Error, MemoryLimitBytes = facts.MemoryLimitBytes ?? end.MemoryLimitBytes });
        return facts.State switch
        {
            "running" => Running(facts, now),
            "restarting" => Restarting(facts),
            "exited" => ExitVerdicts.Exited(facts),
            "created" when facts.Error.Length > 0 => ExitVerdicts.StartFailed(facts.ExitCode),
            "created" => new(Severity.Neutral, "Created, never started", VerdictIcon.Circle),
            "paused" => new(Severity.Attention, "Paused", VerdictIcon.Pause),
            "removing" => new(Severity.Neutral, "Being removed", VerdictIcon.Bin),
            "dead" => new(Severity.Failed, "Dead: could not be removed", VerdictIcon.Cross),
            "" => new(Severity.Neutral, "State not known", VerdictIcon.Question),
            var other => new(Severity.Neutral, $"State “{other}”", VerdictIcon.Question),
        };
    }

    private static Verdict Running(ContainerFacts facts, DateTimeOffset now)
    {
        var endedLately = facts.FinishedAt is { } ended && now - ended < LoopMemory;
        if (facts.RestartCount >= LoopRestarts && endedLately)
            return Loop(facts);
        if (facts.Health == "unhealthy")
            return new(Severity.Failed, "Unhealthy", VerdictIcon.HeartBroken);
        // The engine sets the flag of a running container when the kernel killed a child process of it.
        if (facts.OomKilled == true)
            return new(Severity.Attention, "Running, a process ran out of memory", VerdictIcon.Memory);
        if (facts.RestartCount > 0 && endedLately)
            return new(Severity.Attention, $"Running again, {Restarts(facts)}", VerdictIcon.Loop);
        return facts.Health switch
        {
            "healthy" => new(Severity.Ok, "Running, healthy", VerdictIcon.Check),
            "starting" => new(Severity.Neutral, "Starting", VerdictIcon.Hourglass),
            _ => new(Severity.Ok, "Running", VerdictIcon.Play),
        };
    }

    private static Verdict Restarting(ContainerFacts facts)
    {
        if (facts.RestartCount >= LoopRestarts)
            return Loop(facts);
        var after = facts.ExitCode is { } code ? $" after exit {code}" : "";
        return new(Severity.Attention, $"Restarting{after}", VerdictIcon.Loop);
    }

    private static Verdict Loop(ContainerFacts facts)
    {
        if (facts.OomKilled == true)
            return new(Severity.Failed, $"Crash-looping: out of memory, {Restarts(facts)}", VerdictIcon.Memory);
        return facts.ExitCode is { } code and not 0
            ? new(Severity.Failed, $"Crash-looping: exit {code}, {Restarts(facts)}", VerdictIcon.Loop)
            : new(Severity.Attention, $"Restart-looping: {(facts.ExitCode is 0 ? "exit 0, " : "")}{Restarts(facts)}", VerdictIcon.Loop);
    }

    private static string Restarts(ContainerFacts facts) => facts.RestartCount == 1 ? "1 restart" : $"{facts.RestartCount} restarts";
}

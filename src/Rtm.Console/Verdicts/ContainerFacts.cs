namespace Rtm.Console.Verdicts;

/// <summary>What is known of a container's life. Null means not known, which is not the same as zero or false.</summary>
public sealed record ContainerFacts
{
    /// <summary>The engine's word: created, running, paused, restarting, removing, exited or dead.</summary>
    public string State { get; init; } = "";

    /// <summary>starting, healthy or unhealthy; null where there is no health check.</summary>
    public string? Health { get; init; }

    /// <summary>The last exit code that was seen; also of a running container that was restarted.</summary>
    public int? ExitCode { get; init; }

    public bool? OomKilled { get; init; }

    /// <summary>The most memory it may use; also null where there is no limit.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>The engine's words about a start that failed.</summary>
    public string Error { get; init; } = "";

    public int? RestartCount { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

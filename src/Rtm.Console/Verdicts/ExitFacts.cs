namespace Rtm.Console.Verdicts;

/// <summary>What is known of one end of a container: its events, and what this console did. Null means not known.</summary>
public sealed record ExitFacts
{
    public int? ExitCode { get; init; }

    /// <summary>Whether the kernel ran out of the container's memory: an oom event, or the engine's flag.</summary>
    public bool? OomKilled { get; init; }

    public long? MemoryLimitBytes { get; init; }

    /// <summary>How long it had run.</summary>
    public TimeSpan? RanFor { get; init; }

    /// <summary>The signals that the engine sent it in this run, in order.</summary>
    public IReadOnlyList<SentSignal> Signals { get; init; } = [];

    /// <summary>What this console did that ended it; null where it did nothing.</summary>
    public OwnEnd? Own { get; init; }

    /// <summary>Whether this console may have ended it, and does not know whether it did: then nothing is said to come from outside.</summary>
    public bool IsOwnUnknown { get; init; }

    /// <summary>The last word of its health check: healthy, unhealthy; null where there was none.</summary>
    public string? Health { get; init; }

    /// <summary>The engine's words about a start that failed.</summary>
    public string Error { get; init; } = "";

    /// <summary>Whether every event of this run is known: only then does it say something that there was no signal.</summary>
    public bool IsComplete { get; init; }
}

/// <summary>A signal that the engine sent.</summary>
/// <param name="Number">Its number on Linux.</param>
/// <param name="BeforeEnd">How long before the end.</param>
public sealed record SentSignal(int Number, TimeSpan BeforeEnd);

/// <summary>An act of this console that ends a container.</summary>
/// <param name="Past">Stopped, Restarted or Killed.</param>
/// <param name="By">Who did it.</param>
/// <param name="Grace">How long it might take; null for a kill.</param>
public sealed record OwnEnd(string Past, string By, TimeSpan? Grace);

namespace Rtm.Docker;

/// <summary>What a container says and uses, as streams.</summary>
public interface IContainerStreams
{
    /// <summary>
    /// Reads a container's log line by line. A TTY container has one stream, reported as <see cref="LogSource.Stdout"/>. With
    /// <see cref="LogQuery.Follow"/> the stream ends when the container does; without, at the end of the log.
    /// Source: Engine API <c>GET /containers/{id}/logs</c>. Deadline to open: <see cref="EngineDeadlines.OpenStream"/>; without
    /// <see cref="LogQuery.Follow"/> also <see cref="EngineDeadlines.StreamSilence"/> between lines.
    /// </summary>
    /// <param name="containerId">A full id, or a short id or a name that is resolved to one first.</param>
    /// <param name="query">What to read.</param>
    /// <param name="ct">Ends the stream promptly, with an <see cref="OperationCanceledException"/>, and frees its connection.</param>
    /// <exception cref="ContainerNotFoundException">There is no such container.</exception>
    /// <exception cref="EngineStreamException">The stream was cut.</exception>
    /// <exception cref="EngineException">Any other failure: a log driver that can't be read, for instance.</exception>
    IAsyncEnumerable<LogLine> ReadLogsAsync(string containerId, LogQuery query, CancellationToken ct);

    /// <summary>
    /// Samples what a container uses, about once a second, until the caller cancels or the container is removed.
    /// Source: Engine API <c>GET /containers/{id}/stats</c>, computed as <c>docker stats</c> does.
    /// Deadline to open: <see cref="EngineDeadlines.OpenStream"/>; between samples: <see cref="EngineDeadlines.StreamSilence"/>.
    /// </summary>
    /// <param name="containerId">A full id, or a short id or a name that is resolved to one first.</param>
    /// <param name="ct">Ends the stream promptly, with an <see cref="OperationCanceledException"/>, and frees its connection.</param>
    /// <exception cref="ContainerNotFoundException">There is no such container.</exception>
    /// <exception cref="EngineStreamException">The stream was cut.</exception>
    /// <exception cref="EngineException">Any other failure.</exception>
    IAsyncEnumerable<ContainerStats> StreamStatsAsync(string containerId, CancellationToken ct);
}

/// <summary>What to read of a log.</summary>
public sealed record LogQuery
{
    /// <summary>Only the last so many lines, counted before <see cref="Until"/> leaves any out; null for all, 0 for none of the past.</summary>
    public int? Tail { get; init; }

    /// <summary>Only lines at this engine time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>
    /// Only lines at this engine time or earlier. The engine counts nanoseconds: a <see cref="LogLine.Time"/>, which drops what is below 100 ns,
    /// can be just before its own line.
    /// </summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Go on with new lines as they come.</summary>
    public bool Follow { get; init; }

    /// <summary>Include the standard output. Default: true.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>Include the standard error. Default: true.</summary>
    public bool Stderr { get; init; } = true;
}

/// <summary>One line of a log.</summary>
/// <param name="Source">Where the container wrote it.</param>
/// <param name="Time">When the engine received it (UTC); null where it sent none that can be read.</param>
/// <param name="Text">The line without its end, at most 16 KB (16,384 bytes of UTF-8); bytes that are no UTF-8 become U+FFFD. It may hold control characters and markup.</param>
/// <param name="Truncated">Whether the line was longer and its rest was dropped.</param>
public sealed record LogLine(LogSource Source, DateTimeOffset? Time, string Text, bool Truncated);

/// <summary>Where a container wrote a line.</summary>
public enum LogSource
{
    /// <summary>The standard output, or the only stream of a TTY container.</summary>
    Stdout,

    /// <summary>The standard error.</summary>
    Stderr,
}

/// <summary>What a container uses, computed as <c>docker stats</c> computes it. Source: Engine API <c>GET /containers/{id}/stats</c>.</summary>
public sealed record ContainerStats
{
    /// <summary>When the engine read it (UTC); null for a container that doesn't run.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>CPU in percent of one CPU: 150 is one and a half CPUs.</summary>
    public double CpuPercent { get; init; }

    /// <summary>Memory in use without the page cache that can be dropped, in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The memory limit, in bytes: the container's or the host's; 0 where unknown.</summary>
    public long MemoryLimitBytes { get; init; }

    /// <summary>Memory in percent of its limit; 0 where there is none.</summary>
    public double MemoryPercent => MemoryLimitBytes > 0 ? 100.0 * MemoryBytes / MemoryLimitBytes : 0;

    /// <summary>Bytes received on all its networks since it started.</summary>
    public long NetworkReceivedBytes { get; init; }

    /// <summary>Bytes sent on all its networks since it started.</summary>
    public long NetworkSentBytes { get; init; }

    /// <summary>Bytes read from block devices since it started.</summary>
    public long BlockReadBytes { get; init; }

    /// <summary>Bytes written to block devices since it started.</summary>
    public long BlockWrittenBytes { get; init; }

    /// <summary>Processes and threads.</summary>
    public long Pids { get; init; }
}

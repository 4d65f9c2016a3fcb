namespace Rtm.Docker;

/// <summary>One container in full. Source: Engine API <c>GET /containers/{id}/json</c>, seed <c>ContainerInspect</c>.</summary>
public sealed record ContainerDetails
{
    /// <summary>The full id, 64 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>The name without its leading <c>/</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>The state: <c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>removing</c>, <c>exited</c> or <c>dead</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>Whether the kernel killed it (or a process in it) for want of memory.</summary>
    public bool OomKilled { get; init; }

    /// <summary>The last exit code; 0 where it has not exited. A Windows code above 2147483647 is given as the negative number of the same 32 bits.</summary>
    public int ExitCode { get; init; }

    /// <summary>The engine's words about a start that failed; empty where there are none.</summary>
    public string Error { get; init; } = "";

    /// <summary>The process id of its first process on the host; 0 where it doesn't run.</summary>
    public int ProcessId { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last started (UTC); null where it never did.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it last ended (UTC); null where it never did.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary><c>starting</c>, <c>healthy</c> or <c>unhealthy</c>; null where there is no health check.</summary>
    public string? Health { get; init; }

    /// <summary>How many health checks in a row have failed; 0 where there is none.</summary>
    public int FailingStreak { get; init; }

    /// <summary>How often the engine restarted it by its restart policy.</summary>
    public int RestartCount { get; init; }

    /// <summary>The image reference it was created from.</summary>
    public string ImageRef { get; init; } = "";

    /// <summary>The id of the image that runs, <c>sha256:</c> and 64 hex digits.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The host name inside the container.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>The container's labels, its image's among them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnly.EmptyMap;

    /// <summary>Environment as <c>KEY=value</c>, in the engine's order. Values can be secrets: mask them until asked for.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>The image's or the container's entry point.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The command and its arguments.</summary>
    public IReadOnlyList<string> Cmd { get; init; } = [];

    /// <summary>The working directory; empty for the image's.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>The user it runs as; empty for root.</summary>
    public string User { get; init; } = "";

    /// <summary>Whether it has a terminal; its log is then one stream, not two.</summary>
    public bool Tty { get; init; }

    /// <summary>What is mounted into it.</summary>
    public IReadOnlyList<MountPoint> Mounts { get; init; } = [];

    /// <summary>The networks it is attached to.</summary>
    public IReadOnlyList<NetworkAttachment> Networks { get; init; } = [];

    /// <summary>The ports it offers, ordered; one row a binding to the host, and one for a port that is bound to none.</summary>
    public IReadOnlyList<PortBinding> Ports { get; init; } = [];

    /// <summary>What it may use.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>The restart policy's name: <c>no</c>, <c>always</c>, <c>on-failure</c>, <c>unless-stopped</c>, or what the engine calls it.</summary>
    public string RestartPolicy { get; init; } = "";

    /// <summary>How often <c>on-failure</c> tries again; 0 for no limit.</summary>
    public int RestartMaximumRetryCount { get; init; }

    /// <summary>The log driver, such as <c>json-file</c>.</summary>
    public string LogDriver { get; init; } = "";

    /// <summary>The log driver's options.</summary>
    public IReadOnlyDictionary<string, string> LogOptions { get; init; } = ReadOnly.EmptyMap;

    /// <summary>The engine's answer to the letter. It holds every environment value, health-check command and label: never log or show it unmasked.</summary>
    public string RawJson { get; init; } = "";

    /// <summary>Id and name only: the rest can hold secrets, and this text ends up in logs.</summary>
    public override string ToString() => $"{nameof(ContainerDetails)} {{ Id = {Id}, Name = {Name} }}";
}

/// <summary>One mount of a container.</summary>
/// <param name="Type"><c>bind</c>, <c>volume</c>, <c>tmpfs</c> or what the engine calls it.</param>
/// <param name="Source">The host path or the volume's name; empty where it has none.</param>
/// <param name="Target">The path in the container.</param>
/// <param name="ReadOnly">Whether the container can't write to it.</param>
public sealed record MountPoint(string Type, string Source, string Target, bool ReadOnly);

/// <summary>One network a container is attached to.</summary>
/// <param name="Name">The network's name.</param>
/// <param name="IPAddress">The container's address there; empty while it doesn't run.</param>
/// <param name="Aliases">The names it answers to there.</param>
public sealed record NetworkAttachment(string Name, string IPAddress, IReadOnlyList<string> Aliases);

/// <summary>One port of a container.</summary>
/// <param name="Port">The port inside, with its protocol, such as <c>8080/tcp</c>.</param>
/// <param name="HostAddress">The host's address it is bound to; empty where it is not.</param>
/// <param name="HostPort">The host's port it is bound to; empty where it is not.</param>
public sealed record PortBinding(string Port, string HostAddress, string HostPort);

/// <summary>What a container may use; null means no limit.</summary>
public sealed record ResourceLimits
{
    /// <summary>CPUs, such as 1.5.</summary>
    public double? Cpus { get; init; }

    /// <summary>Memory, in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Processes and threads.</summary>
    public long? Pids { get; init; }
}

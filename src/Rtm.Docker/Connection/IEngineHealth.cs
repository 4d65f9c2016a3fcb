namespace Rtm.Docker;

/// <summary>What an engine says about itself.</summary>
public interface IEngineHealth
{
    /// <summary>
    /// Reads version, operating system, clock, container counts and default log driver.
    /// Source: Engine API <c>GET /info</c> and <c>GET /version</c>. Deadline: <see cref="EngineDeadlines.Inspect"/>.
    /// </summary>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="EngineUnreachableException">The engine could not be reached.</exception>
    /// <exception cref="EngineTimeoutException">The engine did not answer in time.</exception>
    /// <exception cref="EngineException">The engine refused or answered with something else than its own JSON.</exception>
    Task<EngineInfo> GetEngineInfoAsync(CancellationToken ct);

    /// <summary>
    /// Reads a text that is another one after each start of the engine: the id of its default network, which it makes anew when it starts.
    /// Empty where nothing tells: without that network, and with live restore, which keeps it.
    /// Source: Engine API <c>GET /info</c> and <c>GET /networks/bridge</c>. Deadline: <see cref="EngineDeadlines.Inspect"/>.
    /// </summary>
    /// <inheritdoc cref="GetEngineInfoAsync" path="/param"/>
    /// <inheritdoc cref="GetEngineInfoAsync" path="/exception"/>
    Task<string> ReadRunIdAsync(CancellationToken ct) => Task.FromResult("");
}

/// <summary>What an engine says about itself. Source: Engine API <c>GET /info</c> and <c>GET /version</c>.</summary>
public sealed record EngineInfo
{
    /// <summary>The configured name of the engine.</summary>
    public required string Name { get; init; }

    /// <summary>The endpoint in use.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>The engine's own id; it changes when its data folder is replaced. Empty where unknown.</summary>
    public string EngineId { get; init; } = "";

    /// <summary>The host name the engine reports.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The engine's version, such as <c>20.10.24</c>.</summary>
    public string Version { get; init; } = "";

    /// <summary>The newest API version it speaks, such as <c>1.41</c>.</summary>
    public string ApiVersion { get; init; } = "";

    /// <summary>The oldest API version it speaks, such as <c>1.12</c>.</summary>
    public string MinApiVersion { get; init; } = "";

    /// <summary>The operating system in words, such as <c>Debian GNU/Linux 12 (bookworm)</c>.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>The operating system's type and the processor, such as <c>linux/x86_64</c>.</summary>
    public string Platform { get; init; } = "";

    /// <summary>The kernel's version.</summary>
    public string KernelVersion { get; init; } = "";

    /// <summary>Logical processors of the host.</summary>
    public int CpuCount { get; init; }

    /// <summary>Memory of the host, in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The engine's clock when it answered (UTC); null where it sent none that can be read.</summary>
    public DateTimeOffset? EngineTime { get; init; }

    /// <summary>The engine's clock less this machine's, half the round trip allowed for; null where <see cref="EngineTime"/> is.</summary>
    public TimeSpan? ClockSkew { get; init; }

    /// <summary>All containers of the engine, whoever owns them.</summary>
    public int Containers { get; init; }

    /// <summary>Containers that run.</summary>
    public int ContainersRunning { get; init; }

    /// <summary>Containers that are paused.</summary>
    public int ContainersPaused { get; init; }

    /// <summary>Containers that are neither running nor paused.</summary>
    public int ContainersStopped { get; init; }

    /// <summary>Images of the engine.</summary>
    public int Images { get; init; }

    /// <summary>The log driver a container gets that asks for none, such as <c>json-file</c>.</summary>
    public string DefaultLogDriver { get; init; } = "";

    /// <summary>The folder that holds the engine's own data, such as <c>/var/lib/docker</c>.</summary>
    public string DataRoot { get; init; } = "";
}

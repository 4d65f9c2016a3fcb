namespace Rtm.Docker;

/// <summary>Containers, for reading.</summary>
public interface IContainerReader
{
    /// <summary>
    /// Reads one container. Timestamps that are empty, malformed or year 1 become null; nothing the engine leaves out is an error.
    /// Source: Engine API <c>GET /containers/{id}/json</c>, seed <c>InspectContainer</c>. Deadline: <see cref="EngineDeadlines.Inspect"/>.
    /// </summary>
    /// <param name="containerId">A full id (64 hex digits), a short id or a name.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="InvalidReferenceException">Not an id or a name of the engine's form; the engine was not asked.</exception>
    /// <exception cref="ContainerNotFoundException">There is no such container.</exception>
    /// <exception cref="EngineException">Any other failure.</exception>
    Task<ContainerDetails> InspectContainerAsync(string containerId, CancellationToken ct);

    /// <summary>
    /// Lists containers in every state that carry every label of <paramref name="filter"/>.
    /// Source: Engine API <c>GET /containers/json?all=1</c>, seed <c>List</c>. Deadline: <see cref="EngineDeadlines.List"/>.
    /// </summary>
    /// <param name="filter">What to list; an empty filter returns everything.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="EngineException">The list could not be had.</exception>
    Task<IReadOnlyList<ContainerSummary>> ListAsync(ListFilter filter, CancellationToken ct);
}

/// <summary>Which containers to list. All conditions must hold. Source: the seed's <c>ports.ListFilter</c>.</summary>
public sealed record ListFilter
{
    /// <summary>No condition: every container in every state.</summary>
    public static ListFilter Everything { get; } = new();

    /// <summary>Labels that must be there with exactly this value.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnly.EmptyMap;

    /// <summary>Label keys that must be there, whatever their value.</summary>
    public IReadOnlyList<string> LabelKeys { get; init; } = [];
}

/// <summary>One row of a container list. Source: Engine API <c>GET /containers/json</c>, seed <c>ContainerSummary</c>.</summary>
public sealed record ContainerSummary
{
    /// <summary>The full id, 64 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>The image reference it was created from, or an image id where the tag has moved on.</summary>
    public string ImageRef { get; init; } = "";

    /// <summary>The image's id, <c>sha256:</c> and 64 hex digits.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>The first name, without its leading <c>/</c>; empty where it has none.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>The container's labels, its image's among them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnly.EmptyMap;

    /// <summary>The state: <c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>removing</c>, <c>exited</c> or <c>dead</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>The engine's sentence about the state, such as <c>Exited (3) 5 minutes ago</c> or <c>Up 2 hours (healthy)</c>.</summary>
    public string StatusText { get; init; } = "";

    /// <summary>When it was created (UTC), to the second. The seed calls this <c>StartedAt</c> but fills it with Created.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}

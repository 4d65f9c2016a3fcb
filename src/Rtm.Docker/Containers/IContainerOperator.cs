namespace Rtm.Docker;

/// <summary>
/// What changes containers. A call that returns means that the engine accepted the act; the engine's own event says that it happened.
/// Each takes a full id (64 hex digits), or a short id or a name that is resolved to one first, so that only full ids reach an act.
/// </summary>
public interface IContainerOperator
{
    /// <summary>
    /// The request that <see cref="RunAsync(RunSpec, CancellationToken)"/> would send, to the letter; nothing is sent.
    /// Source: Engine API <c>POST /containers/create</c>.
    /// </summary>
    /// <param name="spec">What to run.</param>
    /// <exception cref="RunSpecInvalidException">The specification has faults; all of them are reported.</exception>
    CreateRequest PreviewRun(RunSpec spec);

    /// <summary>
    /// As <see cref="RunAsync(RunSpec, CancellationToken)"/>, with a request that was previewed: that object is what is sent, whatever has become
    /// of the specification it was made of. Source and deadlines are the same.
    /// </summary>
    /// <param name="request">What <see cref="PreviewRun"/> of the same engine gave.</param>
    /// <param name="ct">As there.</param>
    /// <exception cref="ImageNotFoundException">The engine doesn't have the image.</exception>
    /// <exception cref="NetworkMissingException">There is no such network.</exception>
    /// <exception cref="EngineConflictException">The name is taken.</exception>
    /// <exception cref="EngineException">Any other failure, with the daemon's words.</exception>
    Task<RunResult> RunAsync(CreateRequest request, CancellationToken ct);

    /// <summary>
    /// Creates and starts one container. When the start fails, what was created is force-removed within
    /// <see cref="EngineDeadlines.Cleanup"/>, even if the caller has cancelled, and the start's error is reported. Only a create that the engine
    /// never answers can leave a container behind; the message then says that the outcome is not known.
    /// Source: Engine API <c>POST /containers/create</c> and <c>POST /containers/{id}/start</c>, seed <c>Run</c>.
    /// Deadline: <see cref="EngineDeadlines.Change"/> for each of the two.
    /// </summary>
    /// <param name="spec">What to run.</param>
    /// <param name="ct">Cancels the call. A create under way is waited for, at most <see cref="EngineDeadlines.Cleanup"/>, and cleaned up.</param>
    /// <exception cref="RunSpecInvalidException">The specification has faults; the engine was not asked.</exception>
    /// <exception cref="ImageNotFoundException">The engine doesn't have the image.</exception>
    /// <exception cref="NetworkMissingException">There is no such network.</exception>
    /// <exception cref="EngineConflictException">The name is taken.</exception>
    /// <exception cref="EngineException">Any other failure, with the daemon's words.</exception>
    Task<RunResult> RunAsync(RunSpec spec, CancellationToken ct);

    /// <summary>
    /// Starts a container that was created or has stopped; one that runs already is a success.
    /// Source: Engine API <c>POST /containers/{id}/start</c>. Deadline: <see cref="EngineDeadlines.Change"/>.
    /// </summary>
    /// <param name="containerId">The container.</param>
    /// <param name="ct">Cancels the wait, not what the engine has begun.</param>
    /// <exception cref="ContainerNotFoundException">There is no such container.</exception>
    /// <exception cref="EngineException">Any other failure, with the daemon's words.</exception>
    Task StartAsync(string containerId, CancellationToken ct);

    /// <summary>
    /// Asks a container to end and kills it when the grace period is over; one that has stopped already is a success.
    /// Source: Engine API <c>POST /containers/{id}/stop</c>, seed <c>Stop</c>.
    /// Deadline: the grace period and <see cref="EngineDeadlines.StopMargin"/>.
    /// </summary>
    /// <param name="containerId">The container.</param>
    /// <param name="timeout">The grace period; rounded to whole seconds, never below 0.</param>
    /// <param name="ct">Cancels the wait. The engine goes on with the stop.</param>
    /// <exception cref="ContainerNotFoundException">There is no such container.</exception>
    /// <exception cref="EngineException">Any other failure, with the daemon's words.</exception>
    Task StopAsync(string containerId, TimeSpan timeout, CancellationToken ct);

    /// <summary>
    /// Stops a container, if it runs, and starts it again.
    /// Source: Engine API <c>POST /containers/{id}/restart</c>. Deadline: the grace period and <see cref="EngineDeadlines.StopMargin"/>.
    /// </summary>
    /// <param name="containerId">The container.</param>
    /// <param name="timeout">The grace period; rounded to whole seconds, never below 0.</param>
    /// <param name="ct">Cancels the wait. The engine goes on with the restart.</param>
    /// <exception cref="ContainerNotFoundException">There is no such container.</exception>
    /// <exception cref="EngineException">Any other failure, with the daemon's words.</exception>
    Task RestartAsync(string containerId, TimeSpan timeout, CancellationToken ct);

    /// <summary>
    /// Sends a signal to a container's first process.
    /// Source: Engine API <c>POST /containers/{id}/kill</c>. Deadline: <see cref="EngineDeadlines.Change"/>.
    /// </summary>
    /// <param name="containerId">The container.</param>
    /// <param name="signal">A signal's name (<c>SIGKILL</c>, <c>TERM</c>) or number (1 to 64).</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="InvalidReferenceException">Not a signal; the engine was not asked.</exception>
    /// <exception cref="ContainerNotFoundException">There is no such container.</exception>
    /// <exception cref="EngineConflictException">The container doesn't run.</exception>
    /// <exception cref="EngineException">Any other failure, with the daemon's words.</exception>
    Task KillAsync(string containerId, string signal, CancellationToken ct);

    /// <summary>
    /// Gives a container another name; running or not, it is otherwise as it was.
    /// Source: Engine API <c>POST /containers/{id}/rename</c>. Deadline: <see cref="EngineDeadlines.Change"/>.
    /// </summary>
    /// <param name="containerId">The container.</param>
    /// <param name="name">The new name: a letter or digit, then letters, digits, <c>_</c>, <c>.</c> and <c>-</c>; at least two, at most 255.</param>
    /// <param name="ct">Cancels the wait, not what the engine has begun.</param>
    /// <exception cref="InvalidReferenceException">Not a name; the engine was not asked.</exception>
    /// <exception cref="ContainerNotFoundException">There is no such container.</exception>
    /// <exception cref="EngineConflictException">The name is taken.</exception>
    /// <exception cref="EngineException">Any other failure, with the daemon's words.</exception>
    Task RenameAsync(string containerId, string name, CancellationToken ct);

    /// <summary>
    /// Removes a container that doesn't run; never forces. One that is gone already is a success.
    /// Source: Engine API <c>DELETE /containers/{id}</c>, seed <c>Remove</c>. Deadline: <see cref="EngineDeadlines.Change"/>.
    /// </summary>
    /// <param name="containerId">The container.</param>
    /// <param name="ct">Cancels the wait, not what the engine has begun.</param>
    /// <exception cref="EngineConflictException">It still runs, or another removal is in progress; the message says which.</exception>
    /// <exception cref="EngineException">Any other failure, with the daemon's words.</exception>
    Task RemoveAsync(string containerId, CancellationToken ct);
}

/// <summary>
/// The exact request that creates a container: what is shown is what is sent. Only <see cref="IContainerOperator.PreviewRun"/> makes one, from
/// a <see cref="RunSpec"/> alone, so it can hold nothing that a specification can't say.
/// </summary>
public sealed record CreateRequest
{
    internal CreateRequest(string method, string path, string json, string name, string hostname) =>
        (Method, Path, Json, Name, Hostname) = (method, path, json, name, hostname);

    /// <summary>The HTTP method, <c>POST</c>.</summary>
    public string Method { get; }

    /// <summary>Path and query, such as <c>/containers/create?name=game-1</c>.</summary>
    public string Path { get; }

    /// <summary>The body. It holds every environment value: never log or show it unmasked.</summary>
    public string Json { get; }

    /// <summary>The container's name, as the path has it.</summary>
    public string Name { get; }

    /// <summary>Its host name, as the body has it.</summary>
    public string Hostname { get; }

    /// <summary>Method and path only: the body can hold secrets, and this text ends up in logs.</summary>
    public override string ToString() => $"{nameof(CreateRequest)} {{ Method = {Method}, Path = {Path} }}";
}

/// <summary>What a run gave. Source: the seed's <c>RunResult</c>.</summary>
public sealed record RunResult
{
    /// <summary>The new container's full id.</summary>
    public required string ContainerId { get; init; }

    /// <summary>Where the game engine listens inside its network: <c>http://{Hostname}:8080</c>.</summary>
    public required Uri EngineEndpoint { get; init; }

    /// <summary>When the start was accepted, by this machine's clock (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }
}

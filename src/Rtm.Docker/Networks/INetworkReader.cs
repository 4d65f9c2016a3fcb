namespace Rtm.Docker;

/// <summary>Networks, for reading only: provisioning one is the operator's job, never this library's.</summary>
public interface INetworkReader
{
    /// <summary>
    /// Verifies that a user-defined network is present; never creates one.
    /// Source: Engine API <c>GET /networks/{id}</c>, seed <c>EnsureNetwork</c>. Deadline: <see cref="EngineDeadlines.Inspect"/>.
    /// </summary>
    /// <param name="name">The network's name or id.</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="NetworkMissingException">There is no such network.</exception>
    /// <exception cref="InvalidReferenceException">The name is not of the engine's form; the engine was not asked.</exception>
    /// <exception cref="EngineException">Any other failure, with the network's name in its message.</exception>
    Task EnsureNetworkAsync(string name, CancellationToken ct);
}

namespace Rtm.Docker;

/// <summary>
/// One Docker Engine: the sum of the narrow interfaces, so that a page that only reads can't stop anything.
/// Made by <see cref="DockerEngine.Connect"/>; safe for concurrent use; dispose it to close its connections.
/// Source: the seed's <c>ports.DockerClient</c>.
/// </summary>
public interface IDockerEngine : IEngineHealth, INetworkReader, IImageStore, IContainerReader, IContainerStreams, IContainerOperator, IEngineEvents, IDisposable
{
    /// <summary>The configured name, such as <c>local</c>.</summary>
    string Name { get; }

    /// <summary>The endpoint in use, such as <c>unix:///var/run/docker.sock</c>, after <c>DOCKER_HOST</c> and the default were applied.</summary>
    Uri Endpoint { get; }
}

using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>The configured engines, in the order of the configuration. It owns them.</summary>
public sealed class EngineRegistry(IReadOnlyList<IDockerEngine> engines) : IDisposable
{
    public IReadOnlyList<IDockerEngine> Engines { get; } = engines;

    public void Dispose()
    {
        foreach (var engine in Engines)
            engine.Dispose();
    }
}

using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Every configured engine, in the order of the configuration; it owns their connections.</summary>
public sealed class EngineRegistry(IReadOnlyList<IDockerEngine> engines) : IDisposable
{
    public IReadOnlyList<IDockerEngine> Engines { get; } = engines;

    public void Dispose()
    {
        foreach (var engine in Engines)
            engine.Dispose();
    }
}

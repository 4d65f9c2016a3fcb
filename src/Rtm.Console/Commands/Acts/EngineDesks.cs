using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>What a command needs of one engine: the engine itself, and the read street that proves what it did.</summary>
internal sealed record EngineDesk(IDockerEngine Engine, EngineBoard Board, EngineTimeline Timeline);

/// <summary>Every engine by its configured name.</summary>
internal sealed class EngineDesks
{
    private readonly Dictionary<string, EngineDesk> _byName;

    public EngineDesks(EngineRegistry registry, BoardDirectory directory) =>
        _byName = registry.Engines.Zip(directory.Boards, directory.Timelines)
            .ToDictionary(e => e.First.Name, e => new EngineDesk(e.First, e.Second, e.Third), StringComparer.Ordinal);

    public IEnumerable<EngineDesk> All => _byName.Values;

    public EngineDesk? Find(string? name) => name is null ? null : _byName.GetValueOrDefault(name);
}

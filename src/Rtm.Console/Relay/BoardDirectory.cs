using Microsoft.Extensions.Options;

namespace Rtm.Console.Relay;

/// <summary>The boards of all configured engines, in the order of the configuration.</summary>
public sealed class BoardDirectory
{
    public BoardDirectory(EngineRegistry registry, IOptions<RelayOptions> options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(options);
        Boards = [.. registry.Engines.Select(e => new EngineBoard(e.Name, clock, options.Value.StaleAfter))];
    }

    public IReadOnlyList<EngineBoard> Boards { get; }
}

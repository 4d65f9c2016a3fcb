namespace Rtm.Console.Relay;

/// <summary>The boards and timelines of all configured engines, in the order of the configuration.</summary>
public sealed class BoardDirectory
{
    public BoardDirectory(EngineRegistry registry, RelayOptions options, TimeProvider clock, ITimelineRecorder? recorder = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(options);
        Timelines = [.. registry.Engines.Select(e => new EngineTimeline(e.Name, clock, recorder))];
        Boards = [.. registry.Engines.Select(e => new EngineBoard(e.Name, clock, options.StaleAfter))];
    }

    public IReadOnlyList<EngineBoard> Boards { get; }

    public IReadOnlyList<EngineTimeline> Timelines { get; }
}

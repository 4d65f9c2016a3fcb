using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>What the jobs of one engine's pump share. They hold one lock, so that an answer, a list and an event never mix on the board.</summary>
internal sealed class RelayParts
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    private readonly EngineBoard _board;
    private readonly ILogger _logger;

    public RelayParts(
        IDockerEngine engine, EngineBoard board, EngineTimeline timeline, OwnerScope scope, TimeProvider clock, ILogger logger,
        IRelayMemoryKeeper? keeper = null)
    {
        (_board, _logger) = (board, logger);
        Engine = engine;
        Timeline = timeline;
        Scope = scope;
        var (gate, taking) = (new Lock(), new Lock());
        Writer = new(board, scope, gate);
        Memory = new(board, timeline, Continuity, Writer, taking, keeper, logger);
        Queue = new(gate, new ContainerInspector(engine, Writer, board.Engine, logger).InspectAsync);
        Intake = new(board, timeline, scope, Continuity, Memory, Writer, Queue, gate, taking, clock);
    }

    public IDockerEngine Engine { get; }

    public EngineTimeline Timeline { get; }

    public OwnerScope Scope { get; }

    public Continuity Continuity { get; } = new();

    public EngineMemory Memory { get; }

    public BoardWriter Writer { get; }

    public InspectQueue Queue { get; }

    public MessageIntake Intake { get; }

    /// <summary>Reads the engine's clock once more; the board hears of it where it was set.</summary>
    public async Task<EngineInfo> ReadClockAsync(CancellationToken ct)
    {
        var info = await Engine.GetEngineInfoAsync(ct);
        if ((info.ClockSkew - _board.Current.Info?.ClockSkew)?.Duration() > ClockTolerance)
            _board.ShowInfo(info);
        return info;
    }

    /// <summary>Says that events are missing.</summary>
    public TimelineGap Lost(DateTimeOffset from, DateTimeOffset to, GapCause cause)
    {
        Log.EventsLost(_logger, Timeline.Engine, from, to, cause);
        return Timeline.AddGap(from, to, cause);
    }
}

using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>What the jobs of one engine's pump share. They hold one lock, so that an answer, a list and an event never mix on the board.</summary>
internal sealed class RelayParts
{
    private readonly ILogger _logger;

    public RelayParts(IDockerEngine engine, EngineBoard board, EngineTimeline timeline, OwnerScope scope, TimeProvider clock, ILogger logger)
    {
        _logger = logger;
        Engine = engine;
        Timeline = timeline;
        Scope = scope;
        var gate = new Lock();
        Writer = new(board, scope, gate);
        Queue = new(gate, new ContainerInspector(engine, Writer, board.Engine, logger).InspectAsync);
        Intake = new(board, timeline, scope, Continuity, Writer, Queue, gate, clock);
    }

    public IDockerEngine Engine { get; }

    public EngineTimeline Timeline { get; }

    public OwnerScope Scope { get; }

    public Continuity Continuity { get; } = new();

    public BoardWriter Writer { get; }

    public InspectQueue Queue { get; }

    public MessageIntake Intake { get; }

    /// <summary>Says that events are missing.</summary>
    public TimelineGap Lost(DateTimeOffset from, DateTimeOffset to, GapCause cause)
    {
        Log.EventsLost(_logger, Timeline.Engine, from, to, cause);
        return Timeline.AddGap(from, to, cause);
    }
}

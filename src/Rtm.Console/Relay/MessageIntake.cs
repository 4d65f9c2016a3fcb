using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Takes the engine's messages as they come: every one moves the cursor, those of the scope reach the timeline and the board.</summary>
internal sealed class MessageIntake(
    EngineBoard board, EngineTimeline timeline, OwnerScope scope, Continuity continuity, EngineMemory memory, BoardWriter writer, InspectQueue queue,
    Lock gate, Lock taking, TimeProvider clock)
{
    public void Take(EngineMessage message)
    {
        TimelineEvent? row;
        // So that a message never counts as seen without its row.
        lock (taking)
            row = Record(message);
        if (row is null || message.Event is not { } happened)
            return;
        // An exec doesn't change its container, and health checks make thousands of them.
        if (row.Action.StartsWith("exec_", StringComparison.Ordinal))
            return;
        lock (gate)
        {
            writer.Announce(happened.ContainerId);
            if (happened.Action == "destroy")
            {
                queue.Drop(happened.ContainerId);
                writer.Remove(happened.ContainerId);
            }
            else
            {
                queue.Request(happened.ContainerId, soon: true);
            }
        }
    }

    private TimelineEvent? Record(EngineMessage message)
    {
        if (!continuity.Note(message) || message.Event is not { } happened)
            return null;
        var (known, engineNow) = (memory.Known(happened.ContainerId), board.Current.EngineTime(clock.GetUtcNow()));
        if ((scope.OwnerOf(happened.Labels) ?? known?.Owner) is not { } owner)
            return null;
        var row = TimelineEvents.From(board.Engine, owner, happened, known, engineNow);
        timeline.Add(row);
        RelayMetrics.Event(board.Engine, row.IsProbe, engineNow - row.At);
        return row;
    }
}

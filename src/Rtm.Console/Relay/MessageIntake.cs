using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Takes the engine's messages as they come: every one moves the cursor, those of the scope reach the timeline and the board.</summary>
internal sealed class MessageIntake(
    EngineBoard board, EngineTimeline timeline, OwnerScope scope, Continuity continuity, BoardWriter writer, InspectQueue queue, Lock gate)
{
    public void Take(EngineMessage message)
    {
        if (!continuity.Note(message) || message.Event is not { } happened || IsNoise(happened) || !IsInScope(happened))
            return;
        timeline.Add(happened);
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

    // Health probes flood exec_create, exec_start and exec_die, and none of them changes the container.
    private static bool IsNoise(EngineEvent happened) => happened.Action.StartsWith("exec_", StringComparison.Ordinal);

    private bool IsInScope(EngineEvent happened) =>
        scope.OwnerOf(happened.Labels) is not null || board.Current.Containers.ContainsKey(happened.ContainerId);
}

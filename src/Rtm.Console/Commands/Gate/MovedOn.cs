using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>Whether a container is still what the person saw, and who changed it meanwhile as far as that is known.</summary>
internal static class MovedOn
{
    public static Refusal? Since(
        SeenContainer seen, ContainerDetails now, TimelineSnapshot timeline, OperationsSnapshot operations, DateTimeOffset engineNow)
    {
        if (Difference(seen, now) is not { } difference)
            return null;
        return new(
            $"{now.Name} has moved on since you looked: {difference}{Cause(now.Id, timeline, operations, engineNow)}. Nothing was done.",
            "Look at it again, then decide.",
            MovedOn: true);
    }

    private static string? Difference(SeenContainer seen, ContainerDetails now)
    {
        if (seen.ImageId.Length > 0 && seen.ImageId != now.ImageId)
            return "it runs another image";
        if (RestartedByItself(seen, now))
            return null;
        if (seen.State != now.Status)
            return $"you saw it {seen.State}, now it is {now.Status}";
        return seen.StartedAt is { } started && now.StartedAt is { } startedNow && started != startedNow ? "it was started again" : null;
    }

    // The engine restarts it by its policy, again and again: nobody could ever act on what moves on by itself every few seconds.
    private static bool RestartedByItself(SeenContainer seen, ContainerDetails now) =>
        now.RestartCount > 0 && now.RestartCount >= seen.RestartCount && IsUp(seen.State) && IsUp(now.Status);

    private static bool IsUp(string state) => state is "running" or "restarting";

    private static string Cause(string containerId, TimelineSnapshot timeline, OperationsSnapshot operations, DateTimeOffset engineNow)
    {
        var command = operations.Finished.FindLast(o => o.Engine == timeline.Engine && o.ContainerId == containerId && o.Outcome?.Result == CommandResult.Done);
        var last = timeline.Rows.OfType<TimelineEvent>().LastOrDefault(e => e.ContainerId == containerId);
        if (command is not null && (last is null || last.At <= command.FinishedAt))
            return $"; {command.Actor.Name} {CommandWords.Past(command.Action)} it {CommandWords.Span(engineNow - command.FinishedAt!.Value)} ago";
        return last is null ? "" : $"; the engine told '{last.Action}' {CommandWords.Span(engineNow - last.At)} ago";
    }
}

using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>Whether a container is still what the person saw.</summary>
internal static class MovedOn
{
    /// <summary>What is otherwise now; null where it is as it was seen.</summary>
    public static string? Difference(SeenContainer seen, ContainerDetails now)
    {
        if (seen.ImageId.Length > 0 && seen.ImageId != now.ImageId)
            return "it runs another image";
        if (RestartedByItself(seen, now))
            return null;
        if (seen.State != now.Status)
            return $"you saw it {seen.State}, now it is {now.Status}";
        return seen.StartedAt is { } started && now.StartedAt is { } startedNow && started != startedNow ? "it was started again" : null;
    }

    /// <param name="now">The container.</param>
    /// <param name="difference">What is otherwise.</param>
    /// <param name="who">Who did what, and how long ago; empty where that is not known.</param>
    public static Refusal Refuse(ContainerDetails now, string difference, string who) => new(
        $"{now.Name} has moved on since you looked: {difference}{(who.Length > 0 ? $"; {who}" : "")}. Nothing was done.",
        "Look at it again, then decide.",
        MovedOn: true);

    // The engine restarts it by its policy, again and again: nobody could ever act on what moves on by itself every few seconds.
    private static bool RestartedByItself(SeenContainer seen, ContainerDetails now) =>
        now.RestartCount > 0 && now.RestartCount >= seen.RestartCount && IsUp(seen.State) && IsUp(now.Status);

    private static bool IsUp(string state) => state is "running" or "restarting";
}

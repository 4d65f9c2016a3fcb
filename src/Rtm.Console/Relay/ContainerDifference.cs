namespace Rtm.Console.Relay;

/// <summary>What a list shows of one container that was otherwise before.</summary>
/// <param name="ContainerId">The full id.</param>
/// <param name="Name">Its name now, or the last one known.</param>
/// <param name="Before">What was known of it; empty where it is new.</param>
/// <param name="After">What the list says of it; empty where it is gone.</param>
public sealed record ContainerDifference(string ContainerId, string Name, string Before, string After)
{
    // A container on its way out says so in the list, and only its end is an event.
    internal bool IsAnnouncedByAnEvent { get; private init; } = true;

    /// <summary>Every container that differs, by name.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="listed">What the list shows.</param>
    /// <param name="restarted">Ids that are in the same state as before, but not since then.</param>
    internal static IReadOnlyList<ContainerDifference> Between(
        IReadOnlyDictionary<string, BoardContainer> before, IReadOnlyDictionary<string, BoardContainer> listed, IReadOnlySet<string> restarted)
    {
        var changed = listed.Values.Where(c => before.TryGetValue(c.Id, out var known) && (IsOther(known, c) || restarted.Contains(c.Id)))
            .Select(c => Changed(before[c.Id], c, restarted.Contains(c.Id)));
        var added = listed.Values.Where(c => !before.ContainsKey(c.Id)).Select(c => new ContainerDifference(c.Id, c.Name, "", Words(c)));
        var removed = before.Values.Where(c => !listed.ContainsKey(c.Id)).Select(c => new ContainerDifference(c.Id, c.Name, Words(c), ""));
        return [.. changed.Concat(added).Concat(removed).OrderBy(d => d.Name, StringComparer.Ordinal)];
    }

    private static bool IsOther(BoardContainer before, BoardContainer after) => before.Name != after.Name || Words(before) != Words(after);

    private static ContainerDifference Changed(BoardContainer before, BoardContainer after, bool restarted)
    {
        var words = Words(after) + (restarted ? " again" : "");
        return new(after.Id, after.Name, Words(before), before.Name == after.Name ? words : $"{words}, renamed from {before.Name}")
        {
            IsAnnouncedByAnEvent = after.Facts.State is not ("removing" or "dead"),
        };
    }

    private static string Words(BoardContainer container)
    {
        var facts = container.Facts;
        var code = facts is { State: "exited" or "restarting", ExitCode: { } number } ? $" ({number})" : "";
        var health = facts is { State: "running", Health: { } text } ? $", {text}" : "";
        return $"{facts.State}{code}{health}";
    }
}

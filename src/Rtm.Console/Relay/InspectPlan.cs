using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Chooses which containers to inspect after a list, so that many containers don't cost many inspects each time.</summary>
internal sealed class InspectPlan
{
    /// <summary>The most inspects after one list; what is left comes first the next time.</summary>
    public const int MostPerCycle = 200;

    /// <summary>Unchanged containers that are read again each time, for what a list can't show.</summary>
    public const int Rotation = 4;

    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private long _cycle;

    public IReadOnlyList<ContainerSummary> Next(IReadOnlyCollection<ContainerSummary> rows)
    {
        _cycle++;
        var present = rows.Select(r => r.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in _seen.Keys.Where(id => !present.Contains(id)).ToArray())
            _seen.Remove(id);

        // A stable sort: of equals the engine's order, newest first, decides.
        var byAge = rows.OrderBy(r => _seen.TryGetValue(r.Id, out var seen) ? seen.Cycle : 0).ToLookup(IsUrgent);
        var urgent = byAge[true].Take(MostPerCycle).ToList();
        urgent.AddRange(byAge[false].Take(Math.Min(Rotation, MostPerCycle - urgent.Count)));
        return urgent;
    }

    /// <summary>Notes an attempt. One that failed stays urgent, behind all that waited longer.</summary>
    public void Note(ContainerSummary row, bool succeeded) =>
        _seen[row.Id] = new(succeeded ? Fingerprint(row) : "", _cycle);

    private bool IsUrgent(ContainerSummary row) =>
        !_seen.TryGetValue(row.Id, out var seen)
        || seen.Fingerprint != Fingerprint(row)
        || row.Status == "restarting"
        || StatusText.IsRecent(row.StatusText);

    private static string Fingerprint(ContainerSummary row) => $"{row.Status} {StatusText.WithoutDuration(row.StatusText)}";

    private readonly record struct Seen(string Fingerprint, long Cycle);
}

using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Containers;

/// <summary>A container with its verdict, how far its engine's clock is ahead, and its <see cref="ChangeMarks"/>, as the list draws it.</summary>
public sealed record ContainerRowModel(BoardContainer Container, Verdict Verdict, TimeSpan Skew = default, int Mark = 0);

/// <summary>The boards as a query sees them. Pure: the same boards, query and time give the same view.</summary>
public sealed class ContainerView
{
    private ContainerView(IReadOnlyList<ContainerRowModel> rows, IReadOnlyList<ContainerRowModel> all, ContainerQuery query)
    {
        Rows = rows;
        Total = all.Count;
        Owners = [.. all.Select(r => r.Container.Owner).Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase)];
        SeverityCounts = Count(all.Where(r => Matches(r, query with { Severities = [] })), r => r.Verdict.Severity);
        StateCounts = Count(all.Where(r => Matches(r, query with { States = [] })), r => r.Container.Facts.State);
    }

    /// <summary>The rows that match, in the order asked for.</summary>
    public IReadOnlyList<ContainerRowModel> Rows { get; }

    public int Total { get; }

    public IReadOnlyList<string> Owners { get; }

    /// <summary>How many each severity would show, the rest of the filter kept.</summary>
    public IReadOnlyDictionary<Severity, int> SeverityCounts { get; }

    /// <summary>How many each state would show, the rest of the filter kept.</summary>
    public IReadOnlyDictionary<string, int> StateCounts { get; }

    /// <param name="boards">Every engine's board.</param>
    /// <param name="query">What to show.</param>
    /// <param name="now">The console's clock.</param>
    /// <param name="endOf">What is known of a container's end beyond its board; null where nothing is.</param>
    /// <param name="markOf">A container's mark; null where none is shown.</param>
    public static ContainerView Of(
        IEnumerable<BoardSnapshot> boards, ContainerQuery query, DateTimeOffset now,
        Func<BoardContainer, ExitFacts?>? endOf = null, Func<BoardContainer, int>? markOf = null)
    {
        var all = boards
            .SelectMany(b => b.Containers.Values.Select(c => new ContainerRowModel(
                c, Verdict.Of(c.Facts, b.EngineTime(now), endOf?.Invoke(c)), b.Info?.ClockSkew ?? default, markOf?.Invoke(c) ?? 0)))
            .ToList();
        var rows = all.Where(r => Matches(r, query)).ToList();
        rows.Sort((a, b) => Compare(a, b, query));
        return new(rows, all, query);
    }

    private static bool Matches(ContainerRowModel row, ContainerQuery query)
    {
        var container = row.Container;
        return (query.Owner is null || query.Owner == container.Owner.Trim())
            && (query.States.Count == 0 || query.States.Contains(container.Facts.State))
            && (query.Severities.Count == 0 || query.Severities.Contains(row.Verdict.Severity))
            && (query.Text.Length == 0
                || Has(container.Name)
                || Has(container.Image)
                || Has(container.Id)
                || Has(container.Owner)
                || Has(container.Engine));

        bool Has(string text) => text.Contains(query.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static int Compare(ContainerRowModel a, ContainerRowModel b, ContainerQuery query)
    {
        var order = query.Sort switch
        {
            ContainerColumn.State => a.Verdict.Severity != b.Verdict.Severity
                ? a.Verdict.Severity.CompareTo(b.Verdict.Severity)
                : Text(a.Verdict.Text, b.Verdict.Text),
            ContainerColumn.Image => Text(a.Container.Image, b.Container.Image),
            ContainerColumn.Owner => Text(a.Container.Owner, b.Container.Owner),
            ContainerColumn.Age => Born(b).CompareTo(Born(a)),
            ContainerColumn.Restarts => Nullable.Compare(a.Container.Facts.RestartCount, b.Container.Facts.RestartCount),
            ContainerColumn.Engine => Text(a.Container.Engine, b.Container.Engine),
            _ => Text(a.Container.Name, b.Container.Name),
        };
        if (order != 0)
            return query.Descending ? -order : order;
        // Rows that are equal in the column keep one order whichever way it is sorted, so that they don't jump.
        order = Text(a.Container.Name, b.Container.Name);
        return order != 0 ? order : string.CompareOrdinal(a.Container.Engine + a.Container.Id, b.Container.Engine + b.Container.Id);
    }

    // On the console's clock: engines whose clocks differ still sort by age.
    private static long Born(ContainerRowModel row) => row.Container.CreatedAt.UtcTicks - row.Skew.Ticks;

    private static int Text(string a, string b) => NaturalOrder.Compare(a, b);

    private static Dictionary<TKey, int> Count<TKey>(IEnumerable<ContainerRowModel> rows, Func<ContainerRowModel, TKey> key)
        where TKey : notnull => rows.CountBy(key).ToDictionary();
}

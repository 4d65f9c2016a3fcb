using System.Collections.Concurrent;
using System.Collections.Immutable;
using Rtm.Console.Commands;

namespace Rtm.Console.Components.Commands;

/// <summary>Which outcomes each person has read, in whatever tab: the others stay in the tray.</summary>
public sealed class ReadOutcomes(OperationBoard operations)
{
    private readonly ConcurrentDictionary<string, ImmutableHashSet<string>> _read = new(StringComparer.Ordinal);

    /// <summary>Raised after each mark, on whatever thread.</summary>
    public event Action? Changed;

    public void Mark(string subject, string actionId)
    {
        var known = operations.Current.Finished.Select(o => o.ActionId).ToHashSet(StringComparer.Ordinal);
        // What the board forgets needs no mark any more.
        _read.AddOrUpdate(subject, [actionId], (_, marks) => marks.Intersect(known).Add(actionId));
        Changed?.Invoke();
    }

    public bool IsRead(string subject, string actionId) => _read.TryGetValue(subject, out var marks) && marks.Contains(actionId);
}

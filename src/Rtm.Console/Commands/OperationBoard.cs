using System.Collections.Immutable;
using Rtm.Console.Relay;

namespace Rtm.Console.Commands;

/// <summary>The commands of all persons: those under way, and the newest that ended, so that one who left finds theirs again.</summary>
public sealed class OperationBoard
{
    public const int MostFinished = 100;

    private readonly Lock _lock = new();
    private readonly List<RelaySubscription<OperationsSnapshot, OperationsChange>> _subscribers = [];
    private OperationsSnapshot _current = new();

    public OperationsSnapshot Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>The snapshot and the changes after it, taken under one lock: nothing is missed and nothing comes twice.</summary>
    public OperationsSubscription Subscribe()
    {
        lock (_lock)
        {
            var subscription = new OperationsSubscription(_current, Unsubscribe);
            _subscribers.Add(subscription);
            return subscription;
        }
    }

    internal void Add(Operation operation)
    {
        lock (_lock)
            Publish(_current with { Running = _current.Running.Add(operation) }, operation);
    }

    /// <summary>Changes a command that is under way; nothing happens to one that has ended.</summary>
    internal Operation? Change(string actionId, Func<Operation, Operation> change)
    {
        lock (_lock)
        {
            var index = _current.Running.FindIndex(o => o.ActionId == actionId);
            if (index < 0)
                return null;
            var changed = change(_current.Running[index]);
            if (changed.Phase == OperationPhase.Finished)
            {
                var finished = _current.Finished.Count < MostFinished ? _current.Finished : _current.Finished.RemoveAt(0);
                Publish(_current with { Running = _current.Running.RemoveAt(index), Finished = finished.Add(changed) }, changed);
            }
            else
            {
                Publish(_current with { Running = _current.Running.SetItem(index, changed) }, changed);
            }

            return changed;
        }
    }

    private void Unsubscribe(RelaySubscription<OperationsSnapshot, OperationsChange> subscription)
    {
        lock (_lock)
            _subscribers.Remove(subscription);
    }

    private void Publish(OperationsSnapshot next, Operation changed)
    {
        _current = next with { Version = _current.Version + 1 };
        var change = new OperationsChange(_current, changed);
        foreach (var subscriber in _subscribers)
            subscriber.Offer(change);
    }
}

/// <summary>All that is known of commands at one moment. Immutable.</summary>
public sealed record OperationsSnapshot
{
    /// <summary>Counts the changes; a subscriber sees each number once.</summary>
    public long Version { get; init; }

    /// <summary>In the order in which they were asked for.</summary>
    public ImmutableList<Operation> Running { get; init; } = [];

    /// <summary>The newest that ended, the last one last; refused ones too.</summary>
    public ImmutableList<Operation> Finished { get; init; } = [];

    public Operation? Find(string actionId) =>
        Running.Find(o => o.ActionId == actionId) ?? Finished.FindLast(o => o.ActionId == actionId);

    /// <summary>What is being done to a container.</summary>
    public IEnumerable<Operation> On(string engine, string containerId) =>
        Running.Where(o => o.Engine == engine && o.ContainerId == containerId && o.Phase != OperationPhase.Checking);
}

/// <summary>One step of the board, as a subscriber gets it.</summary>
/// <param name="Snapshot">The board after the step.</param>
/// <param name="Operation">The command that changed; null where <paramref name="Lagged"/>.</param>
/// <param name="Lagged">Steps were left out because the subscriber was slow: only the snapshot counts.</param>
public sealed record OperationsChange(OperationsSnapshot Snapshot, Operation? Operation, bool Lagged = false);

/// <summary>Follows the commands.</summary>
public sealed class OperationsSubscription : RelaySubscription<OperationsSnapshot, OperationsChange>
{
    internal OperationsSubscription(OperationsSnapshot snapshot, Action<RelaySubscription<OperationsSnapshot, OperationsChange>> leave)
        : base(snapshot, change => change with { Operation = null, Lagged = true }, leave)
    {
    }
}

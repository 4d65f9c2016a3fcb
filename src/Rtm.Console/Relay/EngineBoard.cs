using System.Collections.Immutable;
using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>
/// The one copy of an engine's current state. One writer, the engine's pump; any number of readers, who cost the engine nothing.
/// </summary>
public sealed class EngineBoard
{
    private readonly Lock _lock = new();
    private readonly List<RelaySubscription<BoardSnapshot, BoardChange>> _subscribers = [];
    private readonly TimeProvider _clock;
    private readonly TimeSpan _staleAfter;
    private BoardSnapshot _current;
    private long _asked;

    public EngineBoard(string engine, TimeProvider clock, TimeSpan staleAfter)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Engine = engine;
        _clock = clock;
        _staleAfter = staleAfter;
        _current = new() { Engine = engine, Connection = new(ConnectionPhase.Connecting, clock.GetUtcNow()) };
    }

    public string Engine { get; }

    public BoardSnapshot Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>How many follow it now.</summary>
    public int Subscribers
    {
        get
        {
            lock (_lock)
                return _subscribers.Count;
        }
    }

    /// <summary>How many lists were asked for. One with a higher <see cref="BoardSnapshot.List"/> was asked for later.</summary>
    public long ListsAsked => Interlocked.Read(ref _asked);

    internal RetryBell Retry { get; } = new();

    /// <summary>The snapshot and the changes after it, taken under one lock: nothing is missed and nothing comes twice.</summary>
    public BoardSubscription Subscribe()
    {
        lock (_lock)
        {
            var subscription = new BoardSubscription(_current, Unsubscribe);
            _subscribers.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Asks the pump not to wait for its next try. Does nothing while the engine answers.</summary>
    public void RetryNow()
    {
        if (Current.Connection.Phase != ConnectionPhase.Live)
            Retry.Ring();
    }

    internal void ShowInfo(EngineInfo info)
    {
        lock (_lock)
            Publish(_current with { Info = info }, [], []);
    }

    /// <summary>A list is about to be asked for.</summary>
    /// <returns>Its number.</returns>
    internal long AskList() => Interlocked.Increment(ref _asked);

    /// <summary>The engine answered with its list: this replaces all there was.</summary>
    /// <param name="containers">The list.</param>
    /// <param name="number">Its number.</param>
    /// <param name="isFollowed">Whether events tell what happens after it.</param>
    internal void ShowList(IReadOnlyCollection<BoardContainer> containers, long number = 0, bool isFollowed = true)
    {
        lock (_lock)
        {
            var before = _current.Containers;
            var next = before.ToBuilder();
            var changed = Merge(next, containers);
            var kept = containers.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
            var removed = before.Keys.Where(id => !kept.Contains(id)).ToArray();
            next.RemoveRange(removed);
            var now = _clock.GetUtcNow();
            var connection = isFollowed ? Followed(now) : Lost(ConnectionPhase.Unfollowed, now);
            var quiet = changed.Count == 0 && removed.Length == 0 && ReferenceEquals(connection, _current.Connection) && _current.AsOf is not null;
            _current = _current with { AsOf = now, FollowedUntil = isFollowed ? now : _current.FollowedUntil, List = number };
            // A reading that found nothing new moves the time of the board, but is nothing to draw.
            if (!quiet)
                Publish(_current with { Connection = connection, Containers = next.ToImmutable() }, changed, removed);
        }
    }

    /// <summary>One container as it was just read.</summary>
    internal void Show(BoardContainer container)
    {
        lock (_lock)
        {
            var next = _current.Containers.ToBuilder();
            var changed = Merge(next, [container]);
            if (changed.Count > 0)
                Publish(_current with { Containers = next.ToImmutable() }, changed, []);
        }
    }

    /// <summary>One container is gone.</summary>
    internal void Remove(string containerId)
    {
        lock (_lock)
        {
            if (_current.Containers.ContainsKey(containerId))
                Publish(_current with { Containers = _current.Containers.Remove(containerId) }, [], [containerId]);
        }
    }

    /// <summary>What is shown was still right at this moment: nothing to draw.</summary>
    internal void Confirm(DateTimeOffset at)
    {
        lock (_lock)
        {
            if (_current.Connection.Phase == ConnectionPhase.Live && at > _current.AsOf)
                _current = _current with { AsOf = at, FollowedUntil = at };
        }
    }

    /// <summary>The engine did not answer, or not with its events. What is known stays, with its age.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="nextTry">When it is asked again.</param>
    /// <param name="isListed">Whether it answered with its list all the same.</param>
    internal void ShowFailure(string reason, DateTimeOffset? nextTry, bool isListed = false)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            var phase = _current.AsOf switch
            {
                _ when isListed && _current.Connection.Phase == ConnectionPhase.Unfollowed => ConnectionPhase.Unfollowed,
                null => ConnectionPhase.Connecting,
                var asOf when now - asOf >= _staleAfter => ConnectionPhase.Stale,
                _ => ConnectionPhase.Reconnecting,
            };
            var connection = Lost(phase, now) with { Reason = reason, NextTry = nextTry };
            if (connection != _current.Connection)
                Publish(_current with { Connection = connection }, [], []);
        }
    }

    private ConnectionState Followed(DateTimeOffset now)
    {
        if (_current.Connection is { Phase: not ConnectionPhase.Live, Reason: not null })
            RelayMetrics.Reconnected(Engine);
        return _current.Connection.Phase == ConnectionPhase.Live ? _current.Connection : new(ConnectionPhase.Live, now);
    }

    private ConnectionState Lost(ConnectionPhase phase, DateTimeOffset now)
    {
        var old = _current.Connection;
        return new(phase, old.Phase == ConnectionPhase.Live ? now : old.Since, old.Reason);
    }

    private static List<string> Merge(
        ImmutableDictionary<string, BoardContainer>.Builder into, IEnumerable<BoardContainer> containers)
    {
        var changed = new List<string>();
        foreach (var container in containers)
        {
            if (into.TryGetValue(container.Id, out var known) && known == container)
                continue;
            into[container.Id] = container;
            changed.Add(container.Id);
        }

        return changed;
    }

    private void Unsubscribe(RelaySubscription<BoardSnapshot, BoardChange> subscription)
    {
        lock (_lock)
            _subscribers.Remove(subscription);
    }

    private void Publish(BoardSnapshot next, IReadOnlyCollection<string> changed, IReadOnlyCollection<string> removed)
    {
        _current = next with { Version = _current.Version + 1 };
        var change = new BoardChange(_current, changed, removed);
        foreach (var subscriber in _subscribers)
        {
            if (!subscriber.Offer(change))
                RelayMetrics.SubscriberLagged(Engine, RelayMetrics.Board);
        }
    }
}

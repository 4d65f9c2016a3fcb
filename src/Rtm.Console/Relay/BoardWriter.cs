using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>
/// Brings lists, inspects and events together on one board. A list is as old as the moment it was asked for: it says nothing about a
/// container that an event or an inspect spoke of since then.
/// </summary>
internal sealed class BoardWriter(EngineBoard board, OwnerScope scope, Lock gate)
{
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private ListTicket? _open;
    private volatile ListTicket? _held;

    /// <summary>What was known when events were last followed, or of the first list; null while they are. The board has gone on by lists alone.</summary>
    public IReadOnlyDictionary<string, BoardContainer>? Held => _held?.Before;

    /// <summary>To be taken before the engine is asked for its list. Only the newest one counts; it goes on from one that was shown without events.</summary>
    /// <param name="queue">Whose answers are still to come: what the board does not show yet of these containers was told all the same.</param>
    /// <param name="before">What was known before; what the board shows where that is null.</param>
    public ListTicket BeginList(InspectQueue queue, IReadOnlyDictionary<string, BoardContainer>? before = null)
    {
        lock (gate)
        {
            var shown = board.Current;
            _open = _held is { } held ? new(held.Before, board.AskList()) { Announced = held.Announced }
                : new(before ?? shown.Containers, board.AskList()) { IsFirst = before is null && shown.AsOf is null };
            _open.Announced.UnionWith(queue.Awaited);
            return _open;
        }
    }

    /// <summary>An event says that something happened to this container.</summary>
    public void Announce(string containerId)
    {
        lock (gate)
        {
            _open?.Touched.Add(containerId);
            _open?.Announced.Add(containerId);
        }
    }

    /// <summary>Those of the differences that no event told of.</summary>
    public IReadOnlyList<ContainerDifference> Unannounced(ListTicket ticket, IEnumerable<ContainerDifference> differences)
    {
        lock (gate)
            return [.. differences.Where(d => d.IsAnnouncedByAnEvent && !ticket.Announced.Contains(d.ContainerId))];
    }

    public void Remove(string containerId)
    {
        lock (gate)
        {
            _open?.Touched.Add(containerId);
            _unread.Remove(containerId);
            board.Remove(containerId);
        }
    }

    /// <summary>The answer of an inspect.</summary>
    public void Show(ContainerDetails details)
    {
        if (scope.OwnerOf(details.Labels) is not { } owner)
        {
            Remove(details.Id);
            return;
        }

        lock (gate)
        {
            _open?.Touched.Add(details.Id);
            _unread.Remove(details.Id);
            board.Show(ContainerMapper.FromDetails(board.Engine, owner, details, board.Current.Containers.GetValueOrDefault(details.Id)));
        }
    }

    /// <summary>An inspect failed. The next list asks for it again; <paramref name="reason"/> is shown until then where it is the container's own.</summary>
    /// <returns>Whether the reason is a new one.</returns>
    public bool Unread(string containerId, string? reason)
    {
        lock (gate)
        {
            _unread.Add(containerId);
            if (reason is null || !board.Current.Containers.TryGetValue(containerId, out var known) || known.DetailsError == reason)
                return false;
            board.Show(known with { DetailsError = reason });
            return true;
        }
    }

    /// <summary>Inspects that were not made: the next list asks for them.</summary>
    public void Unread(IEnumerable<string> containerIds)
    {
        lock (gate)
            _unread.UnionWith(containerIds);
    }

    /// <summary>Whether a container got into its state anew since the ticket, if the engine's clock is what it is taken for.</summary>
    public static bool IsLater(ListTicket ticket, ContainerSummary row, DateTimeOffset engineNow) =>
        ticket.Before.TryGetValue(row.Id, out var before) && ContainerMapper.IsLater(row, before, engineNow);

    /// <summary>Shows a list and asks for the inspects that it makes necessary.</summary>
    /// <param name="ticket">From before the list was asked for.</param>
    /// <param name="rows">The list.</param>
    /// <param name="queue">Where inspects are asked for.</param>
    /// <param name="engineNow">The engine's clock.</param>
    /// <param name="use">What the list is for.</param>
    /// <returns>What the list shows otherwise than the board did when the ticket was taken.</returns>
    public IReadOnlyList<ContainerDifference> Show(
        ListTicket ticket, IReadOnlyList<ContainerSummary> rows, InspectQueue queue, DateTimeOffset engineNow, ListUse use)
    {
        lock (gate)
        {
            var known = board.Current.Containers;
            var listed = new Dictionary<string, BoardContainer>(StringComparer.Ordinal);
            var later = new HashSet<string>(StringComparer.Ordinal);
            foreach (var row in rows)
            {
                if (scope.OwnerOf(row.Labels) is not { } owner)
                    continue;
                listed[row.Id] = ContainerMapper.FromSummary(board.Engine, owner, row, known.GetValueOrDefault(row.Id));
                if (IsLater(ticket, row, engineNow))
                    later.Add(row.Id);
            }

            var next = listed.Values.Where(c => !IsNewer(c.Id)).Concat(known.Values.Where(c => IsNewer(c.Id))).ToList();
            board.ShowList(next, ticket.Number, use != ListUse.Alone);
            // What is known from before the events were lost is what they have to be compared with.
            _held = use != ListUse.Alone ? null : ticket.IsFirst ? new(board.Current.Containers, ticket.Number) : ticket;
            _unread.IntersectWith(listed.Keys);
            foreach (var id in listed.Keys.Concat(known.Keys.Where(IsNewer)).Distinct())
            {
                if (use == ListUse.AfterGap || queue.IsRunning(id) || _unread.Contains(id) || later.Contains(id) || !known.TryGetValue(id, out var was) || (listed.TryGetValue(id, out var now) && was != now))
                    queue.Request(id, soon: false);
            }

            return ContainerDifference.Between(ticket.Before, listed, later);
        }

        bool IsNewer(string id) => ticket.Touched.Contains(id) || queue.IsRunning(id);
    }
}

/// <summary>What a list is read for.</summary>
internal enum ListUse
{
    /// <summary>Events are followed; it corrects what they did not tell.</summary>
    Correction,

    /// <summary>Events are followed again after a gap: everything is inspected, because what happened meanwhile is not known.</summary>
    AfterGap,

    /// <summary>Events can't be followed.</summary>
    Alone,
}

/// <summary>What was known when a list was asked for, and which containers something happened to since.</summary>
internal sealed class ListTicket(IReadOnlyDictionary<string, BoardContainer> before, long number)
{
    public IReadOnlyDictionary<string, BoardContainer> Before { get; } = before;

    public long Number { get; } = number;

    /// <summary>Nothing was known before.</summary>
    public bool IsFirst { get; init; }

    /// <summary>By an event or an inspect.</summary>
    public HashSet<string> Touched { get; } = new(StringComparer.Ordinal);

    /// <summary>By an event.</summary>
    public HashSet<string> Announced { get; init; } = new(StringComparer.Ordinal);
}

using System.Collections.Immutable;

namespace Rtm.Console.Relay;

/// <summary>What one engine's relay remembers over a restart of the console: it takes that back at the start, and gives it away to be kept.</summary>
internal sealed class EngineMemory(
    EngineBoard board, EngineTimeline timeline, Continuity continuity, BoardWriter writer, Lock taking, IRelayMemoryKeeper? keeper, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private RelayMemory? _recalled;
    private bool _isComplete = keeper is null;

    /// <summary>What was known before the console ended; null once the engine has answered with its list.</summary>
    public RelayMemory? Recalled => board.Current.AsOf is null ? _recalled : null;

    /// <summary>The same containers by id.</summary>
    public ImmutableDictionary<string, BoardContainer>? Before => Recalled?.Containers.ToImmutableDictionary(c => c.Id, StringComparer.Ordinal);

    /// <summary>What the board knows of a container or, before the first list, what was known before the console ended or events were lost.</summary>
    public BoardContainer? Known(string containerId) =>
        board.Current.Containers.GetValueOrDefault(containerId) ?? writer.Held?.GetValueOrDefault(containerId)
            ?? Recalled?.Containers.Find(c => c.Id == containerId);

    /// <summary>The first act: without it nothing can be continued. A store that is down does not hold up the relay.</summary>
    public async Task RecallAsync(CancellationToken ct)
    {
        if (keeper is null)
            return;
        try
        {
            if (await keeper.RecallAsync(board.Engine, ct) is { } memory)
            {
                continuity.Restore(memory);
                timeline.ContinueAfter(memory.LastSequence);
                _recalled = memory;
            }

            _isComplete = true;
        }
        catch (ArchiveUnavailableException ex)
        {
            Log.MemoryUnreadable(logger, board.Engine, ex.Message);
        }

        keeper.Follow(board.Engine, Current);
    }

    /// <summary>
    /// Where the store was down at the start, the time before can't be continued any more: once the store answers, a gap says so. Until then
    /// what is kept there stays as it is.
    /// </summary>
    public async Task RecallLateAsync(TimeProvider clock, CancellationToken ct)
    {
        if (_isComplete)
            return;
        var first = await FirstListAsync(ct);
        var begun = first.EngineTime(first.AsOf ?? clock.GetUtcNow());
        while (!_isComplete)
        {
            try
            {
                if (await keeper!.RecallAsync(board.Engine, ct) is { } memory)
                    Continue(memory, first.Containers, begun);
                _isComplete = true;
            }
            catch (ArchiveUnavailableException)
            {
                await Task.Delay(Pause, clock, ct);
            }
        }
    }

    private async Task<BoardSnapshot> FirstListAsync(CancellationToken ct)
    {
        using var subscription = board.Subscribe();
        return subscription.Snapshot.AsOf is null
            ? (await subscription.ReadAllAsync(ct).FirstAsync(change => change.Snapshot.AsOf is not null, ct)).Snapshot
            : subscription.Snapshot;
    }

    private void Continue(RelayMemory memory, ImmutableDictionary<string, BoardContainer> first, DateTimeOffset begun)
    {
        var from = memory.AsOf < begun ? memory.AsOf : begun;
        Log.EventsLost(logger, board.Engine, from, begun, GapCause.ConsoleDown);
        var before = memory.Containers.ToDictionary(c => c.Id, StringComparer.Ordinal);
        timeline.Explain(timeline.AddGap(from, begun, GapCause.ConsoleDown), ContainerDifference.Between(before, first, ImmutableHashSet<string>.Empty), begun);
    }

    private RelayMemory? Current()
    {
        // A message that counts as seen has its row.
        lock (taking)
        {
            var shown = board.Current;
            if (!_isComplete || !continuity.IsWatched || shown.AsOf is not { } asOf)
                return null;
            var memory = new RelayMemory { Engine = shown.Engine, AsOf = shown.EngineTime(asOf), LastSequence = timeline.LastSequence };
            return continuity.Remember(memory) with { Containers = [.. (writer.Held ?? shown.Containers).Values.Select(Compact)] };
        }
    }

    private static BoardContainer Compact(BoardContainer container) => new()
    {
        Engine = container.Engine,
        Id = container.Id,
        Name = container.Name,
        Owner = container.Owner,
        Facts = new()
        {
            State = container.Facts.State,
            Health = container.Facts.Health,
            ExitCode = container.Facts.ExitCode,
            StartedAt = container.Facts.StartedAt,
            FinishedAt = container.Facts.FinishedAt,
        },
    };
}

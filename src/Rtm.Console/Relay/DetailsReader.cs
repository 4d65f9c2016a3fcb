using System.Collections.Concurrent;
using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Inspects what the plan chose, a few at a time, and shows it as it comes.</summary>
internal sealed class DetailsReader(IContainerReader engine, EngineBoard board, ILogger logger)
{
    public const int InFlight = 8;

    /// <summary>Results are shown in lots of this size, so that the first fill of a large board is seen to move.</summary>
    private const int Lot = 50;

    private readonly InspectPlan _plan = new();

    /// <exception cref="EngineException">The engine itself stopped answering.</exception>
    public async Task ReadAsync(IReadOnlyCollection<ContainerSummary> rows, CancellationToken ct)
    {
        foreach (var lot in _plan.Next(rows).Chunk(Lot))
        {
            var results = new ConcurrentBag<(ContainerSummary Row, BoardContainer? Container, EngineException? Error)>();
            var known = board.Current.Containers;
            await Parallel.ForEachAsync(lot, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = ct }, async (row, token) =>
            {
                if (known.TryGetValue(row.Id, out var container) && !results.Any(r => IsEngineGone(r.Error)))
                    results.Add(await InspectAsync(row, container, token));
            });

            foreach (var (row, container, error) in results)
                _plan.Note(row, succeeded: container is not null && error is null);
            board.ShowDetails([.. results.Select(r => r.Container).OfType<BoardContainer>()]);
            if (results.Select(r => r.Error).FirstOrDefault(IsEngineGone) is { } gone)
                throw gone;
        }
    }

    private static bool IsEngineGone(EngineException? error) => error is EngineUnreachableException or EngineTimeoutException;

    private async Task<(ContainerSummary Row, BoardContainer? Container, EngineException? Error)> InspectAsync(
        ContainerSummary row, BoardContainer known, CancellationToken ct)
    {
        try
        {
            var details = await engine.InspectContainerAsync(row.Id, ct);
            return (row, ContainerMapper.WithDetails(known, details), null);
        }
        catch (ContainerNotFoundException ex)
        {
            // Removed since the list: the next list says so, and this row has nothing more to tell until then.
            Log.ContainerVanished(logger, board.Engine, row.Id, ex.Message);
            return (row, null, ex);
        }
        catch (EngineException ex)
        {
            if (known.DetailsError != ex.Message)
                Log.DetailsUnreadable(logger, ex, board.Engine, row.Id, ex.Message);
            return (row, IsEngineGone(ex) ? null : known with { DetailsError = ex.Message }, ex);
        }
    }
}

namespace Rtm.Console.History;

/// <summary>Prepares every room when the console starts. One that can't be prepared does not hold up the start: it is tried again when it is used.</summary>
internal sealed class HistoryStart(
    HistoryDatabase database, HistoryLease lease, IEnumerable<IHistoryRoom> rooms, TimeProvider clock, ILogger<HistoryStart> logger) : IHostedService
{
    /// <summary>Long enough for a database that starts beside the console, short enough for an operator who waits for the page.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        using var ct = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            // The driver of SQLite works on the thread that calls it.
            await Task.Run(() => PrepareAsync(ct.Token), ct.Token).WaitAsync(ct.Token);
            Log.HistoryReady(logger, database.Description);
        }
        catch (Exception e) when (HistoryDatabase.IsFailure(e))
        {
            Log.HistoryNotReady(logger, database.Explain(e));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            Log.HistoryNotReady(logger, $"The history ({database.Description}) was not ready within {Patience.TotalSeconds} s.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareAsync(CancellationToken ct)
    {
        await lease.HoldAsync(ct);
        foreach (var room in rooms)
            await room.PrepareAsync(ct);
    }
}

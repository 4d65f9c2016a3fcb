using Microsoft.EntityFrameworkCore;

namespace Rtm.Console.History;

/// <summary>What prepares a room's tables.</summary>
public interface IHistoryRoom
{
    /// <summary>Its name, lower-case.</summary>
    string Name { get; }

    /// <summary>Brings its tables up to date, once; after a failure the next call tries again.</summary>
    Task PrepareAsync(CancellationToken ct);
}

/// <summary>Opens contexts on one room's tables, which are up to date then.</summary>
/// <typeparam name="TContext">The room's context, the same for every provider.</typeparam>
public sealed class HistoryRoom<TContext> : IHistoryRoom, IDisposable
    where TContext : DbContext
{
    private readonly HistoryDatabase _database;
    private readonly HistoryLease _lease;
    private readonly Func<TContext> _create;
    private readonly SemaphoreSlim _preparing = new(1);
    private volatile bool _isReady;

    private HistoryRoom(HistoryDatabase database, HistoryLease lease, string name, Func<TContext> create) =>
        (_database, _lease, Name, _create) = (database, lease, name, create);

    public string Name { get; }

    /// <summary>A context to be disposed after use. Any failure of the database reaches the caller (<see cref="HistoryDatabase.IsFailure"/>).</summary>
    public async Task<TContext> OpenAsync(CancellationToken ct)
    {
        await PrepareAsync(ct);
        return _create();
    }

    public async Task PrepareAsync(CancellationToken ct)
    {
        if (_isReady)
            return;
        await _preparing.WaitAsync(ct);
        try
        {
            if (_isReady)
                return;
            await using var context = _create();
            await _database.MigrateAsync(context, _lease, ct);
            _isReady = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    public void Dispose() => _preparing.Dispose();

    internal static HistoryRoom<TContext> Of<TProviderContext>(
        HistoryDatabase database, HistoryLease lease, string name, Func<DbContextOptions<TProviderContext>, TProviderContext> create)
        where TProviderContext : TContext
    {
        var builder = new DbContextOptionsBuilder<TProviderContext>();
        database.Configure(builder, name);
        var options = builder.Options;
        return new(database, lease, name, () => create(options));
    }
}

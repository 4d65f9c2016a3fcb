using System.Data;
using Npgsql;

namespace Rtm.Console.History;

/// <summary>
/// Only one console writes a history. It holds a lock that ends with it, however it ends: of SQLite a lock on a file beside the database, of
/// PostgreSQL an advisory lock of a connection of its own.
/// </summary>
public sealed class HistoryLease(HistoryDatabase database, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>"RtmHist1": the same for every console.</summary>
    private const long LockId = 0x52746D4869737431;

    private static readonly TimeSpan TrustFor = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _asking = new(1);
    private FileStream? _file;
    private NpgsqlConnection? _connection;
    private long _checkedAt;

    /// <summary>Whether this console may write, as far as is known.</summary>
    public bool IsHeld => _file is not null || _connection is not null;

    /// <summary>Takes the lease, or makes sure that it is still held.</summary>
    /// <exception cref="HistoryHeldException">Another console has it.</exception>
    public async Task HoldAsync(CancellationToken ct)
    {
        await _asking.WaitAsync(ct);
        try
        {
            if (database.Provider == HistoryProvider.Sqlite)
                _file ??= LockFile(database.PrepareFile() + ".lock");
            else
                await HoldConnectionAsync(ct);
        }
        finally
        {
            _asking.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _file?.Dispose();
        _file = null;
        if (_connection is { } connection)
        {
            _connection = null;
            await ReleaseAsync(connection);
        }

        _asking.Dispose();
    }

    private FileStream LockFile(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new(path, options);
        }
        // The one IOException of a file that is there and can be opened.
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
        {
            throw new HistoryHeldException(database, e);
        }
    }

    private async Task HoldConnectionAsync(CancellationToken ct)
    {
        if (_connection is { } held)
        {
            if (clock.GetElapsedTime(_checkedAt) < TrustFor)
                return;
            try
            {
                await AskAsync(held, "SELECT true", ct);
                _checkedAt = clock.GetTimestamp();
                return;
            }
            catch (Exception e) when (HistoryDatabase.IsFailure(e))
            {
                // The server let go of the lock with the connection.
                _connection = null;
                await held.DisposeAsync();
            }
        }

        var connection = database.OwnConnection();
        try
        {
            await connection.OpenAsync(ct);
            if (!await AskAsync(connection, "SELECT pg_try_advisory_lock(@id)", ct))
                throw new HistoryHeldException(database);
            (_connection, _checkedAt) = (connection, clock.GetTimestamp());
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // The server notices the end of a connection a moment later: the next console should not have to wait for that.
    private static async Task ReleaseAsync(NpgsqlConnection connection)
    {
        await using (connection)
        {
            try
            {
                if (connection.State == ConnectionState.Open)
                    await AskAsync(connection, "SELECT pg_advisory_unlock(@id)", CancellationToken.None);
            }
            catch (Exception e) when (HistoryDatabase.IsFailure(e))
            {
                // It ends with the connection.
            }
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
#pragma warning disable CA2100 // One of the sentences above.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        if (sql.Contains('@', StringComparison.Ordinal))
            command.Parameters.AddWithValue("id", LockId);
        return await command.ExecuteScalarAsync(ct) is true;
    }
}

/// <summary>Another console writes this history. This one can read it, and takes over when the other ends.</summary>
public sealed class HistoryHeldException(HistoryDatabase database, Exception? innerException = null)
    : IOException($"Another console writes the history ({database}); this one only reads it, and takes over when the other ends.", innerException);

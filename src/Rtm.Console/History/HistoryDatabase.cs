using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Rtm.Console.History;

/// <summary>
/// The one database of the console: an SQLite file or PostgreSQL. Every room that keeps something there has a DbContext of its own
/// (<see cref="HistoryServices.AddHistoryRoom"/>) with migrations of its own, so that none stands in another's way.
/// </summary>
public sealed class HistoryDatabase
{
    private readonly string _connectionString;

    public HistoryDatabase(HistoryOptions options, string folder)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Provider, _connectionString, Description) = HistoryConnection.Read(options, folder);
    }

    public HistoryProvider Provider { get; }

    /// <summary>In an operator's words, without anything secret.</summary>
    public string Description { get; }

    public override string ToString() => Description;

    /// <summary>Whether a failure is the database's and not a fault of the console's own.</summary>
    public static bool IsFailure(Exception failure) =>
        failure is DbException or DbUpdateException or TimeoutException or IOException or UnauthorizedAccessException
        // What Npgsql takes for transient comes wrapped.
        || failure is InvalidOperationException { InnerException: DbException or TimeoutException };

    /// <summary>Whether the database refused what it was given, and would again.</summary>
    internal static bool IsRefusal(Exception failure) => failure switch
    {
        DbUpdateException { InnerException: { } inner } => IsRefusal(inner),
        PostgresException e => e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal)
            || e.SqlState == PostgresErrorCodes.ProgramLimitExceeded,
        // Too big, constraint, mismatch.
        SqliteException e => e.SqliteErrorCode is 18 or 19 or 20,
        _ => false,
    };

    /// <summary>Why the history could not be reached, in an operator's words.</summary>
    public string Explain(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure is HistoryHeldException)
            return failure.Message;
        var words = (failure is DbUpdateException or InvalidOperationException ? failure.InnerException ?? failure : failure).GetBaseException().Message;
        return $"The history ({Description}) can't be used: {words.ReplaceLineEndings(" ").Trim().TrimEnd('.')}.";
    }

    /// <summary>Points a context at the database.</summary>
    /// <param name="builder">The context's options.</param>
    /// <param name="room">Whose tables they are; lower-case, part of the name of its table of migrations.</param>
    public void Configure(DbContextOptionsBuilder builder, string room) => Configure(builder, room, Provider, _connectionString);

    /// <summary>For writing migrations, without a database.</summary>
    internal static DbContextOptions<TContext> DesignOptions<TContext>(string room, HistoryProvider provider)
        where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>();
        Configure(builder, room, provider, provider == HistoryProvider.Postgres ? "Host=none" : "Data Source=none");
        return builder.Options;
    }

    private static void Configure(DbContextOptionsBuilder builder, string room, HistoryProvider provider, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var migrations = $"__{room}_migrations";
        if (provider == HistoryProvider.Postgres)
            builder.UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable(migrations));
        else
            builder.UseSqlite(connectionString, sqlite => sqlite.MigrationsHistoryTable(migrations)).AddInterceptors(SqliteManners.Instance);
        // Whoever opens a context says what failed, once; every statement would be too much.
        builder.ConfigureWarnings(log => log.Log(
            (RelationalEventId.CommandExecuted, LogLevel.Trace), (RelationalEventId.CommandError, LogLevel.Debug), (RelationalEventId.ConnectionError, LogLevel.Debug),
            (CoreEventId.QueryIterationFailed, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug)));
    }

    /// <summary>A connection outside the pool, for what lasts as long as the console.</summary>
    internal NpgsqlConnection OwnConnection() => new(new NpgsqlConnectionStringBuilder(_connectionString) { Pooling = false, KeepAlive = 5 }.ConnectionString);

    /// <summary>Brings the tables of a context up to date.</summary>
    internal async Task MigrateAsync(DbContext context, HistoryLease lease, CancellationToken ct)
    {
        if (Provider == HistoryProvider.Sqlite)
        {
            PrepareFile();
            // Readers beside a writer. The mode stays with the file.
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL", ct);
        }

        if (!(await context.Database.GetPendingMigrationsAsync(ct)).Any())
            return;
        await lease.HoldAsync(ct);
        // A new index on a full table takes its time.
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await context.Database.MigrateAsync(ct);
    }

    // Who did what and why is nobody else's business on this machine. SQLite gives its side files the same mode.
    internal string PrepareFile()
    {
        const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new SqliteConnectionStringBuilder(_connectionString).DataSource;
        if (File.Exists(file))
            return file;
        var folder = Path.GetDirectoryName(file)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return file;
        }

        Directory.CreateDirectory(folder, OwnFile | UnixFileMode.UserExecute);
        new FileStream(file, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, UnixCreateMode = OwnFile }).Dispose();
        return file;
    }

    private sealed class SqliteManners : DbConnectionInterceptor
    {
        public static readonly SqliteManners Instance = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Teach(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Teach(connection);
            return Task.CompletedTask;
        }

        private static void Teach(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            // What was committed survives a crash of the console; only the machine's own can take the last of it.
            command.CommandText = "PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA journal_size_limit=67108864;";
            command.ExecuteNonQuery();
        }
    }
}

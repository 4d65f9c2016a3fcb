using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Rtm.Console.History;

namespace Rtm.Console.Security;

/// <summary>One session as it is kept: who reads the table learns that there are sessions, and until when.</summary>
internal sealed class StoredSession
{
    public required string Id { get; init; }

    public required byte[] Data { get; set; }

    /// <summary>Unix seconds.</summary>
    public required long Ends { get; set; }
}

internal abstract class SessionContext(DbContextOptions options) : DbContext(options)
{
    public const string Room = "sessions";

    public DbSet<StoredSession> Sessions => Set<StoredSession>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<StoredSession>(session =>
    {
        session.ToTable("sessions");
        session.HasKey(s => s.Id);
        session.HasIndex(s => s.Ends);
    });
}

internal sealed class SqliteSessionContext(DbContextOptions<SqliteSessionContext> options) : SessionContext(options)
{
    internal sealed class Design : IDesignTimeDbContextFactory<SqliteSessionContext>
    {
        public SqliteSessionContext CreateDbContext(string[] args) => new(HistoryDatabase.DesignOptions<SqliteSessionContext>(Room, HistoryProvider.Sqlite));
    }
}

internal sealed class PostgresSessionContext(DbContextOptions<PostgresSessionContext> options) : SessionContext(options)
{
    internal sealed class Design : IDesignTimeDbContextFactory<PostgresSessionContext>
    {
        public PostgresSessionContext CreateDbContext(string[] args) => new(HistoryDatabase.DesignOptions<PostgresSessionContext>(Room, HistoryProvider.Postgres));
    }
}

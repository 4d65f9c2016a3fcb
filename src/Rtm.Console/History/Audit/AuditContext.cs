using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Rtm.Console.History.Audit;

/// <summary>The tables of the audit.</summary>
internal abstract class AuditContext(DbContextOptions options) : DbContext(options)
{
    public const string Room = "audit";

    public DbSet<StoredAudit> Rows => Set<StoredAudit>();

    public DbSet<StoredHead> Head => Set<StoredHead>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoredAudit>(row =>
        {
            row.ToTable("audit_rows");
            row.HasKey(r => r.Sequence);
            row.Property(r => r.Sequence).ValueGeneratedNever();
            // One click is let through once, whichever console it comes to.
            row.HasIndex(r => new { r.ActionId, r.Kind }).IsUnique();
            row.HasIndex(r => new { r.Engine, r.ContainerId, r.Sequence });
            row.HasIndex(r => new { r.Subject, r.Sequence });
        });
        modelBuilder.Entity<StoredHead>(head =>
        {
            head.ToTable("audit_head");
            head.Property(h => h.Id).ValueGeneratedNever();
            head.HasData(new StoredHead { Id = StoredHead.Only, Sequence = 0, Hash = "" });
        });
    }
}

internal sealed class SqliteAuditContext(DbContextOptions<SqliteAuditContext> options) : AuditContext(options)
{
    internal sealed class Design : IDesignTimeDbContextFactory<SqliteAuditContext>
    {
        public SqliteAuditContext CreateDbContext(string[] args) => new(HistoryDatabase.DesignOptions<SqliteAuditContext>(Room, HistoryProvider.Sqlite));
    }
}

internal sealed class PostgresAuditContext(DbContextOptions<PostgresAuditContext> options) : AuditContext(options)
{
    internal sealed class Design : IDesignTimeDbContextFactory<PostgresAuditContext>
    {
        public PostgresAuditContext CreateDbContext(string[] args) => new(HistoryDatabase.DesignOptions<PostgresAuditContext>(Room, HistoryProvider.Postgres));
    }
}

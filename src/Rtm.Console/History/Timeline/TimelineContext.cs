using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Rtm.Console.History.Timeline;

/// <summary>The tables of the timeline.</summary>
internal abstract class TimelineContext(DbContextOptions options) : DbContext(options)
{
    public const string Room = "timeline";

    public DbSet<StoredRow> Rows => Set<StoredRow>();

    public DbSet<StoredSubject> Subjects => Set<StoredSubject>();

    public DbSet<StoredMemory> Memories => Set<StoredMemory>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<StoredRow>(row =>
        {
            row.ToTable("timeline_rows");
            row.HasKey(r => new { r.Engine, r.Sequence });
            row.HasOne(r => r.Subject).WithMany().HasForeignKey(r => r.SubjectId).OnDelete(DeleteBehavior.Restrict);
            // A replay can't double a row.
            row.HasIndex(r => new { r.Engine, r.TimeNano, r.Fingerprint }).IsUnique();
            // Each kind of filter has an index that holds its rows in the order of the page.
            row.HasIndex(r => new { r.SubjectId, r.Sequence });
            row.HasIndex(r => new { r.Engine, r.Owner, r.Sequence });
            row.HasIndex(r => new { r.Engine, r.Action, r.Sequence });
            row.HasIndex(r => new { r.Engine, r.Owner, r.Action, r.Sequence });
            // SQLite takes a bare boolean for no reason to use an index that holds it; one of these rows alone it does take.
            row.HasIndex(r => new { r.Engine, r.Sequence }, "IX_timeline_rows_apart").HasFilter("\"IsApart\"");
        });
        modelBuilder.Entity<StoredMemory>(memory =>
        {
            memory.ToTable("timeline_memories");
            memory.HasKey(m => m.Engine);
        });
        modelBuilder.Entity<StoredSubject>(subject =>
        {
            subject.ToTable("timeline_subjects");
            subject.Property(s => s.Id).ValueGeneratedNever();
            subject.HasIndex(s => new { s.Engine, s.ContainerId });
            subject.HasIndex(s => new { s.Engine, s.Last });
        });
    }
}

internal sealed class SqliteTimelineContext(DbContextOptions<SqliteTimelineContext> options) : TimelineContext(options)
{
    internal sealed class Design : IDesignTimeDbContextFactory<SqliteTimelineContext>
    {
        public SqliteTimelineContext CreateDbContext(string[] args) =>
            new(HistoryDatabase.DesignOptions<SqliteTimelineContext>(Room, HistoryProvider.Sqlite));
    }
}

internal sealed class PostgresTimelineContext(DbContextOptions<PostgresTimelineContext> options) : TimelineContext(options)
{
    internal sealed class Design : IDesignTimeDbContextFactory<PostgresTimelineContext>
    {
        public PostgresTimelineContext CreateDbContext(string[] args) =>
            new(HistoryDatabase.DesignOptions<PostgresTimelineContext>(Room, HistoryProvider.Postgres));
    }
}

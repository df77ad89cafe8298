using Microsoft.EntityFrameworkCore;
using Mm.Data.Catalog.Access;
using Mm.Data.Catalog.Schedules;

namespace Mm.Data.Catalog;

/// <summary>
/// Tables of the catalog: runs and their shards. One class a database stands below it, so that each has migrations of its own.
/// </summary>
public abstract class CatalogContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<RunRecord> Runs => Set<RunRecord>();

    public DbSet<ShardRecord> Shards => Set<ShardRecord>();

    public DbSet<WorkerRecord> Workers => Set<WorkerRecord>();

    public DbSet<QuarantineRecord> Quarantine => Set<QuarantineRecord>();

    public DbSet<ScheduleRecord> Schedules => Set<ScheduleRecord>();

    public DbSet<WindowRecord> Windows => Set<WindowRecord>();

    public DbSet<WindowEntryRecord> WindowEntries => Set<WindowEntryRecord>();

    public DbSet<AccessKeyRecord> AccessKeys => Set<AccessKeyRecord>();

    /// <summary>SQL for the database's own time in milliseconds since 1970: the one clock that all machines share.</summary>
    protected abstract string NowMs { get; }

    /// <summary>SQL of ours with the clock put in for <c>$now</c>.</summary>
    public string WithClock(string sql) => sql.Replace("$now", NowMs, StringComparison.Ordinal);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RunRecord>(run =>
        {
            run.HasKey(r => r.Key);
            run.HasIndex(r => r.StartedMs);
        });
        modelBuilder.Entity<ShardRecord>(shard =>
        {
            shard.HasKey(s => new { s.RunKey, s.Phase, s.Index });
            shard.HasOne<RunRecord>().WithMany().HasForeignKey(s => s.RunKey).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<WorkerRecord>().HasKey(w => w.Name);
        modelBuilder.Entity<QuarantineRecord>(record =>
        {
            record.HasKey(q => new { q.Pipeline, q.SampleId });
            record.Ignore(q => q.Tries);
        });
        SchedulesOf(modelBuilder);
        modelBuilder.Entity<AccessKeyRecord>(key =>
        {
            key.HasKey(k => k.Id);
            key.HasIndex(k => k.Digest).IsUnique();
        });
    }

    private static void SchedulesOf(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ScheduleRecord>(schedule =>
        {
            schedule.HasKey(s => s.Name);
            schedule.HasIndex(s => s.Output).IsUnique();
        });
        modelBuilder.Entity<WindowRecord>(window =>
        {
            window.HasKey(w => new { w.Schedule, w.StartMs });
            window.Ignore(w => w.Key);
            window.HasOne<ScheduleRecord>().WithMany().HasForeignKey(w => w.Schedule).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<WindowEntryRecord>(entry =>
        {
            entry.HasKey(e => new { e.Schedule, e.StartMs, e.Name });
            entry.HasOne<WindowRecord>().WithMany().HasForeignKey(e => new { e.Schedule, e.StartMs }).OnDelete(DeleteBehavior.Cascade);
        });
    }
}

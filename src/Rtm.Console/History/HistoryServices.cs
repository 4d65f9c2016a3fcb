using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Rtm.Console.Commands;
using Rtm.Console.History.Audit;
using Rtm.Console.History.Timeline;
using Rtm.Console.Relay;

namespace Rtm.Console.History;

public static class HistoryServices
{
    /// <summary>The database of <see cref="HistoryOptions"/>, which the caller registers, and the timeline and the audit in it.</summary>
    public static IServiceCollection AddHistory(this IServiceCollection services)
    {
        services.AddSingleton(provider => new HistoryDatabase(
            provider.GetRequiredService<HistoryOptions>(), provider.GetRequiredService<IHostEnvironment>().ContentRootPath));
        services.AddSingleton<HistoryLease>();
        services.AddHostedService<HistoryStart>();
        services.AddHistoryRoom<TimelineContext, SqliteTimelineContext, PostgresTimelineContext>(
            TimelineContext.Room, options => new(options), options => new(options));
        services.AddSingleton<TimelineBacklog>();
        services.AddSingleton<TimelineStore>();
        services.AddSingleton<StoreState>();
        services.AddSingleton<MemoryKeeper>();
        services.TryAddSingleton<IRelayMemoryKeeper>(provider => provider.GetRequiredService<MemoryKeeper>());
        services.TryAddSingleton<ITimelineRecorder>(provider => provider.GetRequiredService<TimelineBacklog>());
        services.TryAddSingleton<ITimelineArchive, TimelineArchive>();
        services.AddHostedService<TimelineWriter>();
        services.AddSingleton<TimelineRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<TimelineRetention>());
        services.AddHistoryRoom<AuditContext, SqliteAuditContext, PostgresAuditContext>(
            AuditContext.Room, options => new(options), options => new(options));
        services.AddSingleton<IAuditLedger, AuditLedger>();
        services.TryAddSingleton<IAuditReader, AuditReader>();
        return services;
    }

    /// <summary>A room's own tables in the console's database, as a <see cref="HistoryRoom{TContext}"/>. Its migrations belong to a provider each.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="name">The room's name, lower-case.</param>
    /// <param name="sqlite">Makes its context for SQLite.</param>
    /// <param name="postgres">Makes its context for PostgreSQL.</param>
    public static IServiceCollection AddHistoryRoom<TContext, TSqlite, TPostgres>(
        this IServiceCollection services, string name, Func<DbContextOptions<TSqlite>, TSqlite> sqlite, Func<DbContextOptions<TPostgres>, TPostgres> postgres)
        where TContext : DbContext
        where TSqlite : TContext
        where TPostgres : TContext
    {
        services.AddSingleton(provider =>
        {
            var (database, lease) = (provider.GetRequiredService<HistoryDatabase>(), provider.GetRequiredService<HistoryLease>());
            return database.Provider == HistoryProvider.Postgres
                ? HistoryRoom<TContext>.Of(database, lease, name, postgres)
                : HistoryRoom<TContext>.Of(database, lease, name, sqlite);
        });
        services.AddSingleton<IHistoryRoom>(provider => provider.GetRequiredService<HistoryRoom<TContext>>());
        return services;
    }
}

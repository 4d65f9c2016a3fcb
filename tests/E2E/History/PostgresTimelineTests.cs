using Rtm.Console.History;
using Rtm.E2E.Tests.History.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.History;

/// <summary>The suite of the store, on a real PostgreSQL.</summary>
public sealed class PostgresTimelineTests(PrivatePostgres postgres) : TimelineSuite, IClassFixture<PrivatePostgres>, IAsyncLifetime
{
    private string _connectionString = "";

    protected override HistoryOptions Options(int keepRows) => new() { ConnectionString = _connectionString, KeepRows = keepRows };

    public async ValueTask InitializeAsync() => _connectionString = await postgres.NewDatabaseAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

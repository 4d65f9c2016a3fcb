using Rtm.Console.History;
using Rtm.E2E.Tests.History.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.History;

/// <summary>The suite of kept sessions, on a real PostgreSQL.</summary>
public sealed class PostgresSessionTests(PrivatePostgres postgres) : SessionSuite, IClassFixture<PrivatePostgres>, IAsyncLifetime
{
    private string _connectionString = "";

    protected override HistoryOptions Options => new() { ConnectionString = _connectionString };

    public async ValueTask InitializeAsync() => _connectionString = await postgres.NewDatabaseAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

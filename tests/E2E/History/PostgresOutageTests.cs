using Npgsql;
using Rtm.Console.Relay;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.History.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.History;

/// <summary>The network to the database is cut and mended under a console that records.</summary>
public sealed class PostgresOutageTests(PrivatePostgres postgres) : IClassFixture<PrivatePostgres>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_ConnectionIsCutAndMended_WaitsAndIsWrittenInOrder()
    {
        await using var cable = new TcpProxy(postgres.Port);
        await using var history = await RunningHistory.StartAsync(new() { ConnectionString = await postgres.NewDatabaseAsync(Ct, cable.Port) }, Ct);
        history.Recorder.Record(SampleRows.Event(1));
        await history.WrittenAsync(Ct);

        cable.Cut();
        history.Recorder.Record(SampleRows.Event(2));
        history.Recorder.Record(SampleRows.Event(3));
        await Eventually.TrueAsync("the store to be down", () => history.Archive.State.DownSince is not null, Ct, Patience);
        var state = history.Archive.State;
        cable.Mend();

        await history.WrittenAsync(Ct);
        Assert.Equal([SampleRows.Event(3), SampleRows.Event(2), SampleRows.Event(1)], await history.Archive.ReadBeforeAsync(new(), null, 10, Ct));
        Assert.Equal(2, state.Waiting);
        Assert.DoesNotContain(PrivatePostgres.Password, state.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongPassword_RunsAndSaysWhyWithoutThePassword()
    {
        var connection = new NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync(Ct)) { Password = "s3cret" };
        await using var history = await RunningHistory.StartAsync(new() { ConnectionString = connection.ConnectionString }, Ct);
        await Eventually.TrueAsync("the store to be down", () => history.Archive.State.DownSince is not null, Ct, Patience);

        var failure = await Assert.ThrowsAsync<ArchiveUnavailableException>(() => history.Archive.ReadBeforeAsync(new(), null, 10, Ct));

        Assert.Contains("PostgreSQL database", failure.Message, StringComparison.Ordinal);
        Assert.Contains("password authentication failed", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString() + history.Archive.State.Reason, StringComparison.Ordinal);
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Commands;
using Rtm.Console.History;
using Xunit;

namespace Rtm.Tests.Support;

/// <summary>What every store of the audit has to do, whatever database it is.</summary>
public abstract class AuditSuite
{
    private static readonly AuditFilter All = new();

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A database of its own for each test.</summary>
    protected abstract HistoryOptions Options { get; }

    [Fact]
    public async Task Append_Rows_ComeBackAsTheyWere()
    {
        await using var history = await StartAsync();
        var row = Row(1) with { Grace = TimeSpan.FromSeconds(30), Request = "POST /x\n{ \"a\": 1 }", Reason = "‮ '; DROP TABLE audit_rows; --" };

        await Ledger(history).AppendAsync(row, Ct);

        Assert.Equal(row, Assert.Single(await Reader(history).ReadBeforeAsync(All, null, 10, Ct)).Row);
    }

    [Fact]
    public async Task Append_AfterARestart_GoesOnWithTheChain()
    {
        await using (var before = await StartAsync())
            await Ledger(before).AppendAsync(Row(1), Ct);
        await using var history = await StartAsync();
        await Ledger(history).AppendAsync(Row(2), Ct);

        var check = await Reader(history).CheckAsync(Ct);

        Assert.Empty(check.Faults);
        Assert.Equal(2, check.Rows);
    }

    [Fact]
    public async Task Append_TheSameIntentTwice_IsRefusedAndLeavesNoHole()
    {
        await using var history = await StartAsync();
        await Ledger(history).AppendAsync(Row(1), Ct);

        await Assert.ThrowsAsync<AuditDuplicateException>(() => Ledger(history).AppendAsync(Row(1) with { Reason = "again" }, Ct));
        await Ledger(history).AppendAsync(Row(2), Ct);

        Assert.Empty((await Reader(history).CheckAsync(Ct)).Faults);
    }

    [Fact]
    public async Task Append_TwoConsolesAndManyThreads_MakeOneChain()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();

        await Task.WhenAll(Enumerable.Range(1, 40).Select(n => Ledger(n % 2 == 0 ? one : two).AppendAsync(Row(n), Ct)));

        var check = await Reader(one).CheckAsync(Ct);
        Assert.Empty(check.Faults);
        Assert.Equal(40, check.Rows);
    }

    [Fact]
    public async Task Check_RowChangedInTheDatabase_IsNamed()
    {
        await using var history = await WithRowsAsync(5);
        await ChangeAsync(history, $"UPDATE audit_rows SET \"Name\" = 'Somebody Else' WHERE \"Sequence\" = 3");

        Assert.Equal(
            [$"Row 3 was changed: it says Stop of 'game-3' by 'Somebody Else', action {Row(3).ActionId}."], (await Reader(history).CheckAsync(Ct)).Faults);
    }

    [Theory]
    [InlineData(2, 2, "Row 2 is missing.")]
    [InlineData(2, 4, "Rows 2 to 4 are missing.")]
    [InlineData(5, 5, "Row 5, the last, is missing.")]
    [InlineData(1, 5, "Rows 1 to 5, the last, are missing.")]
    public async Task Check_RowsRemoved_AreNamed(long first, long last, string fault)
    {
        await using var history = await WithRowsAsync(5);
        await ChangeAsync(history, $"DELETE FROM audit_rows WHERE \"Sequence\" BETWEEN {first} AND {last}");

        Assert.Equal([fault], (await Reader(history).CheckAsync(Ct)).Faults);
    }

    [Fact]
    public async Task Check_ManyPages_IsWhole()
    {
        await using var history = await WithRowsAsync(520);

        var check = await Reader(history).CheckAsync(Ct);

        Assert.True(check.IsWhole);
        Assert.Equal(520, check.Rows);
    }

    [Fact]
    public async Task Read_PageByPage_GivesEachRowOnce()
    {
        await using var history = await WithRowsAsync(7);

        var first = await Reader(history).ReadBeforeAsync(All, null, 4, Ct);
        var second = await Reader(history).ReadBeforeAsync(All, first[^1].Sequence, 4, Ct);

        Assert.Equal([7L, 6, 5, 4, 3, 2, 1], first.Concat(second).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Read_EachFilter_GivesWhatMatches()
    {
        await using var history = await WithRowsAsync(3);
        var ledger = Ledger(history);
        await ledger.AppendAsync(Row(4) with { Kind = AuditKind.Refusal, Action = CommandAction.Remove, Result = CommandResult.Refused, Engine = "frankfurt", Words = "Not while it RUNS", Actor = new("sub-ada", "Ada", "admin"), At = Noon.AddDays(1) }, Ct);

        foreach (var filter in (AuditFilter[])
        [
            new() { Kind = AuditKind.Refusal }, new() { Action = CommandAction.Remove }, new() { Result = CommandResult.Refused }, new() { Engine = "frankfurt" },
            new() { Subject = "sub-ada" }, new() { Text = "while it runs" }, new() { From = Noon.AddHours(1) }, new() { ActionId = Row(4).ActionId }, new() { ContainerId = Row(4).ContainerId },
        ])
        {
            Assert.True((await Reader(history).ReadBeforeAsync(filter, null, 10, Ct)).Select(e => e.Sequence).SequenceEqual([4]), $"{filter}");
        }
    }

    [Fact]
    public async Task OpenIntents_OneWithoutAnOutcome_IsFound()
    {
        await using var history = await WithRowsAsync(2);
        await Ledger(history).AppendAsync(Row(1) with { Kind = AuditKind.Outcome, Result = CommandResult.Done }, Ct);

        Assert.Equal([Row(2).ActionId], (await Reader(history).OpenIntentsAsync(Ct)).Select(e => e.Row.ActionId));
    }

    private Task<RunningHistory> StartAsync() => RunningHistory.StartAsync(Options, Ct);

    private async Task<RunningHistory> WithRowsAsync(int count)
    {
        var history = await StartAsync();
        for (var n = 1; n <= count; n++)
            await Ledger(history).AppendAsync(Row(n), Ct);
        return history;
    }

    private static IAuditLedger Ledger(RunningHistory history) => history.Services.GetRequiredService<IAuditLedger>();

    private static IAuditReader Reader(RunningHistory history) => history.Services.GetRequiredService<IAuditReader>();

    private static async Task ChangeAsync(RunningHistory history, FormattableString sql)
    {
        var builder = new DbContextOptionsBuilder();
        history.Services.GetRequiredService<HistoryDatabase>().Configure(builder, "none");
        await using var context = new DbContext(builder.Options);
        await context.Database.ExecuteSqlAsync(sql, Ct);
    }

    private static AuditRow Row(int number) => new()
    {
        ActionId = $"01JDC{number:000000000000000000000}",
        Kind = AuditKind.Intent,
        Action = CommandAction.Stop,
        AskedAt = Noon.AddSeconds(number),
        At = Noon.AddSeconds(number + 1),
        Actor = new("sub-oli", "Oli Operator", "operator"),
        Engine = "local",
        ContainerId = SampleContainers.IdOf(number),
        Target = $"game-{number}",
        Request = "POST /containers/x/stop?t=10",
        Reason = "it hangs",
    };
}

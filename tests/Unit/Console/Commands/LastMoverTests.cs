using System.Globalization;
using Rtm.Console.Commands;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>Whom a refusal names when a container has moved on since somebody looked.</summary>
public class LastMoverTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_MovedOnBeforeARestartOfTheConsole_StillNamesThePerson()
    {
        await using var bench = await CommandBench.StartAsync(Ct, null, await LedgerAsync(), Ended());
        await Eventually.TrueAsync("the acts of before", () => bench.Acted.Current.Acts.Count > 0, Ct, CommandBench.Patience);

        Assert.Contains("now it is exited; Oli Operator stopped it 6 min ago. Nothing was done.", await RefusedAsync(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ActOlderThanMemory_IsReadFromTheAudit()
    {
        await using var bench = await CommandBench.StartAsync(Ct, null, await LedgerAsync(), Ended());
        await ForgetAsync(bench);

        Assert.Contains("; Oli Operator stopped it 6 min ago.", await RefusedAsync(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_ActInTheAuditThatFailed_IsNotBlamed()
    {
        await using var bench = await CommandBench.StartAsync(Ct, null, await LedgerAsync(CommandResult.Failed), Ended());
        await ForgetAsync(bench);

        Assert.EndsWith("now it is exited. Nothing was done.", await RefusedAsync(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_AuditCantBeRead_IsRefusedWithoutAName()
    {
        await using var bench = await CommandBench.StartAsync(Ct, null, await LedgerAsync(), Ended());
        await ForgetAsync(bench);
        bench.Ledger.Failure = "the disk is full";

        Assert.EndsWith("now it is exited. Nothing was done.", await RefusedAsync(bench), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_StoppedByAnotherHand_SaysThatItCameFromOutside()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(1), Ct);
        await bench.Engine.StopAsync(bench.Engine.Containers[0].Id, TimeSpan.Zero, Ct);
        await Eventually.TrueAsync("the events", () => bench.Timeline.Current.Rows.Count > 2 && bench.Acted.Current.Reach(Noon), Ct, CommandBench.Patience);
        bench.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Contains("; the engine told 'stop' 5 s ago, from outside this console.", await RefusedAsync(bench), StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(CommandBench bench)
    {
        var container = bench.Engine.Containers[0];
        var command = bench.Stop(container) with { Seen = CommandBench.Seen(container) with { State = "running" } };
        return (await bench.FinishAsync(Persons.Admin, command, Ct)).Words;
    }

    // As many newer acts as memory holds.
    private static async Task ForgetAsync(CommandBench bench)
    {
        await Eventually.TrueAsync("the acts of before", () => bench.Acted.Current.Acts.Count > 0, Ct, CommandBench.Patience);
        var old = bench.Acted.Current.Acts[0];
        for (var i = 0; i < ActHistory.Most; i++)
            bench.Acted.Put(old with { ActionId = i.ToString("00000000000000000000000000", CultureInfo.InvariantCulture), ContainerId = SampleContainers.IdOf(99) });
    }

    private static Rtm.Docker.ContainerDetails Ended() => new SampleContainers(Noon).Exited(1, 143) with { FinishedAt = Noon.AddMinutes(-7).AddSeconds(2) };

    private static async Task<FakeLedger> LedgerAsync(CommandResult result = CommandResult.Done)
    {
        var ledger = new FakeLedger();
        var intent = new AuditRow
        {
            ActionId = "01JDC000000000000000000001",
            Kind = AuditKind.Intent,
            Action = CommandAction.Stop,
            AskedAt = Noon.AddMinutes(-7),
            At = Noon.AddMinutes(-7),
            Actor = new("sub-oli", "Oli Operator", "operator"),
            Engine = "local",
            ContainerId = SampleContainers.IdOf(1),
            Target = "game-1",
        };
        await ledger.AppendAsync(intent, Ct);
        await ledger.AppendAsync(intent with { Kind = AuditKind.Outcome, At = intent.At.AddSeconds(3), Result = result }, Ct);
        return ledger;
    }
}

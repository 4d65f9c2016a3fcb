using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>What a console does at its start about commands that its end cut off.</summary>
public class IntentSettlerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly SampleContainers Samples = new(Noon);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, CommandAction, ContainerDetails?, CommandResult, string> Table => new()
    {
        { "stop, ended since", CommandAction.Stop, Samples.Exited(1, 143), CommandResult.Done, "done, it has ended with exit 143." },
        { "stop, ended long before", CommandAction.Stop, Samples.Exited(1, 3) with { FinishedAt = Noon.AddHours(-1) }, CommandResult.Failed, "not done, it is exited." },
        { "stop, still runs", CommandAction.Stop, Samples.Healthy(1), CommandResult.Unknown, "unknown: it is running. The engine may still be about it; look again when the grace is over." },
        { "stop, gone", CommandAction.Stop, null, CommandResult.Unknown, "unknown, the container is gone." },
        { "start, started since", CommandAction.Start, Samples.Healthy(1) with { StartedAt = Noon.AddMinutes(-6) }, CommandResult.Done, "done, it was started; it is running now." },
        { "start, not started", CommandAction.Start, Samples.Exited(1, 3), CommandResult.Failed, "not done, it is exited." },
        { "restart, started since", CommandAction.Restart, Samples.Healthy(1) with { StartedAt = Noon.AddMinutes(-6) }, CommandResult.Done, "done, it was started again; it is running now." },
        { "remove, gone", CommandAction.Remove, null, CommandResult.Done, "done, the container is gone." },
        { "remove, still there", CommandAction.Remove, Samples.Exited(1, 3), CommandResult.Failed, "not done, the container is still there." },
        { "run, nothing there", CommandAction.Run, null, CommandResult.Failed, "not done, there is no container of that name." },
        { "run, an older one", CommandAction.Run, Samples.Healthy(1), CommandResult.Failed, "not done, the container of that name is an older one." },
        { "run, started", CommandAction.Run, Samples.Healthy(1) with { CreatedAt = Noon.AddMinutes(-6), StartedAt = Noon.AddMinutes(-6) }, CommandResult.Done, "done, the container was started; it is running now." },
        { "run, created only", CommandAction.Run, Samples.NeverStarted(1) with { CreatedAt = Noon.AddMinutes(-6) }, CommandResult.Unknown, "half done: the container was created, but not started." },
        { "pull, nothing there", CommandAction.Pull, null, CommandResult.Failed, "not done, the engine does not have the image." },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Start_OpenIntent_IsSettledFromTheEngine(string situation, CommandAction action, ContainerDetails? container, CommandResult result, string words)
    {
        var ledger = await WithAsync(Intent(action));

        await using var bench = await CommandBench.StartAsync(Ct, null, ledger, container is null ? [] : [container]);

        var outcome = await OutcomeAsync(bench);
        Assert.True((result, $"The console ended in the middle of it. Looked at after its start: {words}") == (outcome.Result, outcome.Words), $"{situation}: {outcome.Words}");
    }

    [Fact]
    public async Task Start_EngineThatIsConfiguredNoMore_IsUnknown()
    {
        await using var bench = await CommandBench.StartAsync(Ct, null, await WithAsync(Intent(CommandAction.Stop) with { Engine = "elsewhere" }));

        Assert.EndsWith("unknown: there is no engine 'elsewhere' any more.", (await OutcomeAsync(bench)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_IntentOfAnotherConsole_IsLeftToIt()
    {
        var ledger = await WithAsync(Intent(CommandAction.Stop) with { Console = "another" }, Intent(CommandAction.Stop) with { ActionId = "01JDC000000000000000000002" });

        await using var bench = await CommandBench.StartAsync(Ct, null, ledger, Samples.Exited(1, 143));

        await OutcomeAsync(bench);
        Assert.Equal(["01JDC000000000000000000002"], ledger.Rows.Where(r => r.Kind == AuditKind.Outcome).Select(r => r.ActionId));
    }

    [Fact]
    public async Task Start_SettledCommand_IsFoundInTheTray()
    {
        await using var bench = await CommandBench.StartAsync(Ct, null, await WithAsync(Intent(CommandAction.Stop)), Samples.Exited(1, 143));
        await OutcomeAsync(bench);

        var operation = await Eventually.ValueAsync("the operation", () => bench.Operations.Current.Finished.SingleOrDefault(), o => o is not null, Ct, CommandBench.Patience);

        Assert.Equal(("Oli Operator", CommandResult.Done), (operation!.Actor.Name, operation.Outcome!.Result));
    }

    [Fact]
    public async Task Start_ActsOfTheAudit_AreRememberedForTheTimeline()
    {
        var intent = Intent(CommandAction.Stop);
        var ledger = await WithAsync(intent, intent with { Kind = AuditKind.Outcome, At = intent.At.AddSeconds(3), Result = CommandResult.Done });

        await using var bench = await CommandBench.StartAsync(Ct, null, ledger, Samples.Exited(1, 143));

        var act = await Eventually.ValueAsync("the act", () => bench.Acted.Current.Acts.SingleOrDefault(), a => a is not null, Ct, CommandBench.Patience);
        Assert.Equal((intent.ActionId, intent.At, (DateTimeOffset?)intent.At.AddSeconds(3)), (act!.ActionId, act.AcceptedAt, act.FinishedAt));
    }

    private static Task<AuditRow> OutcomeAsync(CommandBench bench) => Eventually.ValueAsync(
        "an outcome", () => bench.Ledger.Rows.FirstOrDefault(r => r.Kind == AuditKind.Outcome)!, row => row is not null, Ct, CommandBench.Patience);

    private static async Task<FakeLedger> WithAsync(params AuditRow[] rows)
    {
        var ledger = new FakeLedger();
        foreach (var row in rows)
            await ledger.AppendAsync(row, Ct);
        return ledger;
    }

    private static AuditRow Intent(CommandAction action) => new()
    {
        ActionId = "01JDC000000000000000000001",
        Kind = AuditKind.Intent,
        Action = action,
        AskedAt = Noon.AddMinutes(-7),
        At = Noon.AddMinutes(-7),
        Actor = new("sub-oli", "Oli Operator", "operator"),
        Engine = "local",
        ContainerId = action is CommandAction.Run or CommandAction.Pull ? "" : SampleContainers.IdOf(1),
        Target = action == CommandAction.Pull ? SampleContainers.Image : "game-1",
    };

    public static TheoryData<string, ContainerDetails[], CommandResult, string> Recreations => new()
    {
        { "both gone", [], CommandResult.Unknown, "unknown: the old container is gone, and there is no new one of that name." },
        { "nothing done", [Samples.Healthy(1)], CommandResult.Unknown, "unknown: the old container was not replaced; it is running. The engine may still be about it; look again when the grace is over." },
        { "stopped only", [Samples.Exited(1, 143)], CommandResult.Failed, "not done, the old container was not replaced; it is exited." },
        { "set aside", [Aside], CommandResult.Unknown, $"half done: there is no new container; the old one is kept as {Aside.Name}, exited. Recreate it under its name." },
        { "both there", [Aside, Fresh], CommandResult.Unknown, $"half done: the new container is there, running; the old one is kept as {Aside.Name}, exited." },
        { "replaced", [Fresh], CommandResult.Done, "done, the new container is there, running; the old one is gone." },
    };

    private static ContainerDetails Aside => Samples.Exited(1, 143) with { Name = $"game-1-old-{SampleContainers.IdOf(1)[..6]}" };

    private static ContainerDetails Fresh => Samples.Healthy(2) with { Name = "game-1", CreatedAt = Noon.AddMinutes(-6), StartedAt = Noon.AddMinutes(-6) };

    [Theory]
    [MemberData(nameof(Recreations))]
    public async Task Start_OpenRecreation_IsSettledByWhichOfTheTwoAreThere(string situation, ContainerDetails[] there, CommandResult result, string words)
    {
        await using var bench = await CommandBench.StartAsync(Ct, null, await WithAsync(Intent(CommandAction.Recreate)), there);

        var outcome = await OutcomeAsync(bench);

        Assert.True(outcome.Result == result, situation);
        Assert.EndsWith(words, outcome.Words, StringComparison.Ordinal);
    }
}

using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>What the gate must never let through, whatever a page sent.</summary>
public class CommandGateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_ForgedByAViewer_IsRefusedAndAudited()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);

        var outcome = await bench.FinishAsync(Persons.Viewer, bench.Stop(bench.Engine.Containers[0]), Ct);

        Assert.Equal(CommandResult.Refused, outcome.Result);
        Assert.Equal("Stopping needs the role 'operator'; yours is 'viewer'.", outcome.Words);
        Assert.Equal(0, bench.Acts);
        Assert.Equal(AuditKind.Refusal, Assert.Single(bench.Ledger.Rows).Kind);
    }

    [Fact]
    public async Task Stop_ByNobody_IsRefused()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);

        Assert.Equal(CommandResult.Refused, (await bench.FinishAsync(Persons.Nobody, bench.Stop(bench.Engine.Containers[0]), Ct)).Result);
        Assert.Equal(0, bench.Acts);
    }

    [Fact]
    public async Task Remove_ForgedByAnOperator_IsRefused()
    {
        await using var bench = await CommandBench.StartAsync(s => s.ExitedWithThree(), Ct);

        var outcome = await bench.FinishAsync(Persons.Operator, bench.Remove(bench.Engine.Containers[0]), Ct);

        Assert.Equal((CommandResult.Refused, "Removing needs the role 'admin'; yours is 'operator'."), (outcome.Result, outcome.Words));
        Assert.Equal(0, bench.Acts);
    }

    [Fact]
    public async Task Remove_AtAPageLeftOpenWithAnOldSignIn_IsRefusedAndAudited()
    {
        await using var bench = await CommandBench.StartAsync(s => s.ExitedWithThree(), Ct);
        bench.StepUp.IsFreshNow = false;

        var outcome = await bench.FinishAsync(Persons.Admin, bench.Remove(bench.Engine.Containers[0]), Ct);

        Assert.Equal((CommandResult.Refused, bench.StepUp.Address), (outcome.Result, outcome.SignIn));
        Assert.Equal("Removing needs a sign-in of the last 5 min; yours is older or of unknown age. Nothing was done.", outcome.Words);
        Assert.Equal(0, bench.Acts);
        Assert.Equal(AuditKind.Refusal, Assert.Single(bench.Ledger.Rows).Kind);
    }

    [Fact]
    public async Task Remove_AfterAFreshSignIn_IsDone()
    {
        await using var bench = await CommandBench.StartAsync(s => s.ExitedWithThree(), Ct);

        var outcome = await bench.FinishAsync(Persons.Admin, bench.Remove(bench.Engine.Containers[0]), Ct);

        Assert.Equal((CommandResult.Done, ""), (outcome.Result, outcome.SignIn));
    }

    [Fact]
    public async Task Stop_WithAnOldSignIn_IsDone()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        bench.StepUp.IsFreshNow = false;

        Assert.Equal(CommandResult.Done, (await bench.FinishAsync(Persons.Operator, bench.Stop(bench.Engine.Containers[0]), Ct)).Result);
    }

    [Fact]
    public async Task Remove_OfARunningContainer_IsRefusedAndNeverForces()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);

        var outcome = await bench.FinishAsync(Persons.Admin, bench.Remove(bench.Engine.Containers[0]), Ct);

        Assert.Equal((CommandResult.Refused, "Stop it first."), (outcome.Result, outcome.Advice));
        Assert.Equal(0, bench.Acts);
    }

    [Fact]
    public async Task Remove_WithAnotherNameTyped_IsRefused()
    {
        await using var bench = await CommandBench.StartAsync(s => s.ExitedWithThree(), Ct);

        var outcome = await bench.FinishAsync(Persons.Admin, bench.Remove(bench.Engine.Containers[0]) with { TypedName = "game-5" }, Ct);

        Assert.Equal(CommandResult.Refused, outcome.Result);
        Assert.Equal(0, bench.Acts);
    }

    [Theory]
    [InlineData("game-1")]
    [InlineData("0123456789ab")]
    [InlineData("../images/x")]
    [InlineData("")]
    public async Task Stop_ByNameShortIdOrPath_IsRefusedBeforeTheEngineIsAsked(string id)
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        // The board looks at each container once.
        var inspects = await Eventually.ValueAsync(
            "the board's own look", () => bench.Engine.CountOf(nameof(IDockerEngine.InspectContainerAsync)), count => count == 1, Ct, CommandBench.Patience);
        var command = bench.Stop(bench.Engine.Containers[0]);

        var outcome = await bench.FinishAsync(Persons.Operator, command with { ContainerId = id, Seen = command.Seen with { Id = id } }, Ct);

        Assert.Equal(CommandResult.Refused, outcome.Result);
        Assert.Equal(inspects, bench.Engine.CountOf(nameof(IDockerEngine.InspectContainerAsync)));
        Assert.Equal(0, bench.Acts);
    }

    [Fact]
    public async Task Stop_ForeignContainer_AnswersExactlyAsAnAbsentOne()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var foreign = bench.Samples.Running(50) with { Labels = new Dictionary<string, string> { ["other"] = "x" } };
        bench.Engine.Put(foreign);

        var words = (await bench.FinishAsync(Persons.Admin, bench.Stop(foreign), Ct)).Words;
        bench.Engine.Destroy(foreign.Id);
        var absent = await bench.FinishAsync(Persons.Admin, bench.Stop(foreign), Ct);

        Assert.Equal(absent.Words, words);
        Assert.Equal(0, bench.Acts);
        Assert.All(bench.Ledger.Rows, row => Assert.Equal("", row.Target));
    }

    [Fact]
    public async Task Stop_RelabelledBetweenLookAndAct_IsRefusedAsAbsent()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var seen = bench.Engine.Containers[0];
        bench.Engine.Put(seen with { Labels = new Dictionary<string, string>() });

        var outcome = await bench.FinishAsync(Persons.Operator, bench.Stop(seen), Ct);

        Assert.Equal($"Engine 'local' has no container {seen.Id[..12]}.", outcome.Words);
        Assert.Equal(0, bench.Acts);
    }

    [Fact]
    public async Task Stop_NameReusedByAnotherContainer_LeavesThatOneAlone()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var seen = bench.Engine.Containers[0];
        bench.Engine.Destroy(seen.Id);
        var heir = bench.Samples.Healthy(60) with { Name = seen.Name };
        bench.Engine.Put(heir);

        var outcome = await bench.FinishAsync(Persons.Operator, bench.Stop(seen), Ct);

        Assert.Equal(CommandResult.Refused, outcome.Result);
        Assert.Equal("running", (await bench.Engine.InspectContainerAsync(heir.Id, Ct)).Status);
    }

    [Fact]
    public async Task Stop_SeenDescribesAnotherContainer_IsRefused()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var command = bench.Stop(bench.Engine.Containers[0]);

        var outcome = await bench.FinishAsync(Persons.Operator, command with { Seen = command.Seen with { Id = SampleContainers.IdOf(99) } }, Ct);

        Assert.Equal(CommandResult.Refused, outcome.Result);
        Assert.Equal(0, bench.Acts);
    }

    [Fact]
    public async Task Command_UnknownEngine_IsRefused()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);

        var outcome = await bench.FinishAsync(Persons.Operator, bench.Stop(bench.Engine.Containers[0]) with { Engine = "../local" }, Ct);

        Assert.Equal("There is no such engine.", outcome.Words);
    }

    [Fact]
    public async Task Commands_MoreThanTheRate_AreRefusedForThatPersonOnly()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, new() { PerMinute = 2 });
        var container = bench.Engine.Containers[0];
        foreach (var _ in (int[])[1, 2])
            await bench.FinishAsync(Persons.Viewer, bench.Stop(container), Ct);

        var tooMany = await bench.FinishAsync(Persons.Viewer, bench.Stop(container), Ct);
        var other = await bench.FinishAsync(Persons.Operator, bench.Stop(container), Ct);

        Assert.Equal("You asked for more than 2 commands within a minute.", tooMany.Words);
        Assert.Equal(CommandResult.Done, other.Result);
    }

    [Fact]
    public async Task Stop_StoreDown_IsNotDone()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        bench.Ledger.Failure = "The disk is full.";

        var outcome = await bench.FinishAsync(Persons.Operator, bench.Stop(bench.Engine.Containers[0]), Ct);

        Assert.Equal((CommandResult.Refused, "The audit can't be written: The disk is full. Nothing was done."), (outcome.Result, outcome.Words));
        Assert.Equal(0, bench.Acts);
    }
}

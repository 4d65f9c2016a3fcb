using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>Who may not replace a container, and what must be so before the old one is touched.</summary>
public class RecreateGateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recreate_ForgedByAnOperator_IsRefused()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());

        var outcome = await bench.FinishAsync(Persons.Operator, await CommandAsync(bench), Ct);

        Assert.Equal((CommandResult.Refused, "Recreating needs the role 'admin'; yours is 'operator'."), (outcome.Result, outcome.Words));
        Assert.Empty(bench.ActCalls);
    }

    [Fact]
    public async Task Recreate_AtAPageLeftOpenWithAnOldSignIn_IsRefusedAndAudited()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());
        bench.StepUp.IsFreshNow = false;

        var outcome = await bench.FinishAsync(Persons.Admin, await CommandAsync(bench), Ct);

        Assert.Equal((CommandResult.Refused, "/signin?fresh=true"), (outcome.Result, outcome.SignIn));
        Assert.StartsWith("Recreating needs a sign-in of the last 5 min", outcome.Words, StringComparison.Ordinal);
        Assert.Equal(AuditKind.Refusal, Assert.Single(bench.Ledger.Rows).Kind);
        Assert.Empty(bench.ActCalls);
    }

    [Fact]
    public async Task Recreate_OfAForeignContainer_AnswersAsOfAnAbsentOne()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());
        var foreign = bench.Samples.Healthy(70) with { Labels = new Dictionary<string, string>() };
        bench.Engine.Put(foreign);
        var absent = SampleContainers.IdOf(71);
        var command = await CommandAsync(bench);

        var words = new List<string>();
        foreach (var id in new[] { foreign.Id, absent })
        {
            var outcome = await bench.FinishAsync(Persons.Admin, command with { ActionId = bench.NewId(), ContainerId = id, Seen = command.Seen with { Id = id } }, Ct);
            words.Add(outcome.Words.Replace(id[..12], "ID", StringComparison.Ordinal));
        }

        Assert.Equal(words[0], words[1]);
        Assert.Empty(bench.ActCalls);
    }

    [Fact]
    public async Task Preview_InTheNameOfAForeignContainer_IsNotFree()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());
        var foreign = bench.Samples.Healthy(70) with { Labels = new Dictionary<string, string>() };
        bench.Engine.Put(foreign);

        var preview = await bench.Desk.PreviewAsync(Persons.Admin, "local", RunSamples.Spec with { Name = foreign.Name }, foreign.Id, Ct);

        Assert.Equal("Name", Assert.Single(preview.Faults).Field);
    }

    [Fact]
    public async Task Preview_InTheNameOfAnotherThanTheReplacedOne_IsNotFree()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());
        bench.Engine.Put(bench.Samples.Healthy(2));

        var preview = await bench.Desk.PreviewAsync(Persons.Admin, "local", RunSamples.Spec with { Name = "game-2" }, bench.Samples.Healthy(1).Id, Ct);

        Assert.Equal("Name", Assert.Single(preview.Faults).Field);
    }

    [Fact]
    public async Task Preview_ToReplaceByAnOperator_ShowsNothing()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec with { Name = "game-1" }, bench.Engine.Containers[0].Id, Ct);

        Assert.Equal(("Recreating needs the role 'admin'; yours is 'operator'.", ""), (preview.Refusal, preview.MaskedJson));
    }

    [Fact]
    public async Task Recreate_OtherThanPreviewed_IsRefused()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());
        var command = await CommandAsync(bench);

        Assert.Equal(CommandResult.Refused, (await bench.FinishAsync(Persons.Admin, command with { Spec = command.Spec with { Cmd = ["sh"] } }, Ct)).Result);
        Assert.Empty(bench.ActCalls);
    }

    [Theory]
    [InlineData("")]
    [InlineData("game-2")]
    public async Task Recreate_WrongNameTyped_IsRefused(string typed)
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());

        var outcome = await bench.FinishAsync(Persons.Admin, await CommandAsync(bench) with { TypedName = typed }, Ct);

        Assert.Equal((CommandResult.Refused, "The name that was typed is not the container's; it is game-1."), (outcome.Result, outcome.Words));
        Assert.Empty(bench.ActCalls);
    }

    [Fact]
    public async Task Recreate_NothingToRun_IsRefused()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());

        Assert.Equal("There is nothing to run.", (await bench.FinishAsync(Persons.Admin, await CommandAsync(bench) with { Spec = null! }, Ct)).Words);
    }

    [Fact]
    public async Task Recreate_RunWithRm_IsRefusedBeforeItIsStopped()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy() with { RawJson = """{"HostConfig":{"AutoRemove":true}}""" });

        var outcome = await bench.FinishAsync(Persons.Admin, await CommandAsync(bench), Ct);

        Assert.Equal(CommandResult.Refused, outcome.Result);
        Assert.StartsWith("game-1 was run with --rm", outcome.Words, StringComparison.Ordinal);
        Assert.Empty(bench.ActCalls);
    }

    [Fact]
    public async Task Recreate_SameNameRunMeanwhile_IsRefusedAsBusy()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());
        var command = await CommandAsync(bench);
        using var hold = bench.Engine.Hold(nameof(IDockerEngine.StopAsync));
        var ticket = bench.Desk.Submit(Persons.Admin, command);
        await bench.Engine.WaitForHeldAsync(1, Ct);

        var other = await bench.FinishAsync(Persons.Operator, new RunCommand { ActionId = bench.NewId(), Engine = "local", Spec = command.Spec, PreviewHash = command.PreviewHash }, Ct);

        Assert.Equal((CommandResult.Refused, "Ada Admin has been recreating it for 0 s. Nothing was done."), (other.Result, other.Words));
        hold.Dispose();
        await bench.FinishLaterAsync(ticket, Ct);
    }

    [Fact]
    public async Task Kill_WhileARecreationWaitsForTheGrace_Overtakes()
    {
        await using var bench = await RecreateTests.StartAsync(s => s.Healthy());
        var old = bench.Engine.Containers[0];
        using var hold = bench.Engine.Hold(nameof(IDockerEngine.StopAsync));
        var ticket = bench.Desk.Submit(Persons.Admin, await CommandAsync(bench));
        await bench.Engine.WaitForHeldAsync(1, Ct);

        var kill = await bench.FinishAsync(Persons.Operator, new KillCommand { ActionId = bench.NewId(), Engine = "local", ContainerId = old.Id, Seen = CommandBench.Seen(old) }, Ct);

        Assert.Equal(CommandResult.Done, kill.Result);
        hold.Dispose();
        Assert.Equal(CommandResult.Done, (await bench.FinishLaterAsync(ticket, Ct)).Result);
    }

    private static Task<RecreateCommand> CommandAsync(CommandBench bench) => RecreateTests.CommandAsync(bench, bench.Engine.Containers[0]);
}

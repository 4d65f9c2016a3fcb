using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>What becomes of a command that the gate lets pass.</summary>
public class CommandFlowTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_ByAnOperator_IsDoneWhenTheEventSaysSo()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);

        var outcome = await bench.FinishAsync(Persons.Operator, bench.Stop(bench.Engine.Containers[0]), Ct);

        Assert.Equal((CommandResult.Done, "game-1 was stopped."), (outcome.Result, outcome.Words));
    }

    [Fact]
    public async Task Stop_Done_IsBracketedInTheAudit()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var command = bench.Stop(bench.Engine.Containers[0]);

        await bench.FinishAsync(Persons.Operator, command, Ct);

        Assert.Equal([AuditKind.Intent, AuditKind.Outcome], bench.Ledger.Rows.Select(r => r.Kind));
        Assert.All(bench.Ledger.Rows, row => Assert.Equal((command.ActionId, "sub-oli", "operator", "it hangs", "game-1"), (row.ActionId, row.Actor.Subject, row.Actor.Role, row.Reason, row.Target)));
        Assert.Equal($"POST /containers/{command.ContainerId}/stop?t=10", bench.Ledger.Rows[0].Request);
        Assert.StartsWith("kill die(143)", bench.Ledger.Rows[1].Events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WithoutTheEnginesEvent_IsCalledUnproven()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var container = bench.Engine.Containers[0];
        bench.Engine.PublishesActs = false;
        bench.Engine.Fail(nameof(IDockerEngine.ListAsync), new EngineTimeoutException(new("local", "list containers", ""), "too slow"));

        var outcome = await bench.FinishLaterAsync(bench.Desk.Submit(Persons.Operator, bench.Stop(container)), Ct);

        Assert.Equal(CommandResult.Unproven, outcome.Result);
        Assert.Contains("its event did not come within 15 s", outcome.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_EventLost_IsDoneWhenTheListShowsIt()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, new() { ProofDeadline = TimeSpan.FromMinutes(5) });
        bench.Engine.PublishesActs = false;

        var outcome = await bench.FinishLaterAsync(bench.Desk.Submit(Persons.Operator, bench.Stop(bench.Engine.Containers[0])), Ct);

        Assert.Equal(CommandResult.Done, outcome.Result);
    }

    [Fact]
    public async Task Stop_EngineSaysNo_FailsInTheDaemonsWords()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        bench.Engine.Fail(nameof(IDockerEngine.StopAsync), new EngineException(new("local", "stop container", ""), "could not: cgroup is busy"));

        var outcome = await bench.FinishAsync(Persons.Operator, bench.Stop(bench.Engine.Containers[0]), Ct);

        Assert.Equal((CommandResult.Failed, "could not: cgroup is busy"), (outcome.Result, outcome.Words));
        Assert.Equal((CommandResult.Failed, "could not: cgroup is busy"), (bench.Ledger.Rows[^1].Result, bench.Ledger.Rows[^1].Words));
    }

    [Fact]
    public async Task Stop_StoreGoesDownMeanwhile_IsToldAtOnceAndWrittenLater()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        using var hold = bench.Engine.Hold(nameof(IDockerEngine.StopAsync));
        var ticket = bench.Desk.Submit(Persons.Operator, bench.Stop(bench.Engine.Containers[0]));
        await bench.Engine.WaitForCallAsync(nameof(IDockerEngine.StopAsync), Ct, deadline: CommandBench.Patience);
        bench.Ledger.Failure = "The disk is full.";
        hold.Dispose();

        var outcome = await ticket.Finished.WaitAsync(CommandBench.Patience, Ct);
        bench.Ledger.Failure = null;

        Assert.Equal("game-1 was stopped. The audit could not be written with it; that is tried until it can.", outcome.Words);
        await Eventually.TrueAsync("the outcome's row", () =>
        {
            bench.Clock.Advance(TimeSpan.FromSeconds(1));
            return bench.Ledger.Rows.Any(r => r.Kind == AuditKind.Outcome);
        }, Ct, CommandBench.Patience);
    }

    [Fact]
    public async Task Stop_TheSameClickTwice_IsOneEffectAndOneTicket()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var command = bench.Stop(bench.Engine.Containers[0]);

        var first = bench.Desk.Submit(Persons.Operator, command);
        var second = bench.Desk.Submit(Persons.Operator, command with { });
        await first.Finished.WaitAsync(CommandBench.Patience, Ct);
        var third = bench.Desk.Submit(Persons.Operator, command);

        Assert.Same(first, second);
        Assert.Same(first, third);
        Assert.Equal(1, bench.Acts);
    }

    [Fact]
    public async Task Stop_AnotherPersonsClickId_IsRefused()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var command = bench.Stop(bench.Engine.Containers[0]);
        await bench.FinishAsync(Persons.Operator, command, Ct);

        Assert.Equal(CommandResult.Refused, (await bench.FinishAsync(Persons.Admin, command, Ct)).Result);
        Assert.Equal(1, bench.Acts);
        Assert.Equal((AuditKind.Refusal, "sub-ada"), (bench.Ledger.Rows[^1].Kind, bench.Ledger.Rows[^1].Actor.Subject));
    }

    [Fact]
    public async Task Stop_ClickIdThatTheAuditKnows_IsNotDoneAgain()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var command = bench.Stop(bench.Engine.Containers[0]);
        await bench.FinishAsync(Persons.Operator, command, Ct);
        await using var restarted = await CommandBench.StartAsync(Ct, null, null, bench.Samples.Healthy());
        foreach (var row in bench.Ledger.Rows)
            await restarted.Ledger.AppendAsync(row, Ct);

        var outcome = await restarted.FinishAsync(Persons.Operator, command with { Seen = CommandBench.Seen(restarted.Engine.Containers[0]) }, Ct);

        Assert.Equal("This click was taken before. Nothing was done again.", outcome.Words);
        Assert.Equal(0, restarted.Acts);
    }

    [Fact]
    public async Task Stop_WhileAnotherOperatorStops_SaysWhoAndSinceWhen()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var container = bench.Engine.Containers[0];
        using var hold = bench.Engine.Hold(nameof(IDockerEngine.StopAsync));
        await bench.Desk.Submit(Persons.Operator, bench.Stop(container, 30)).Answered.WaitAsync(CommandBench.Patience, Ct);
        bench.Clock.Advance(TimeSpan.FromSeconds(4));

        var second = await bench.FinishAsync(Persons.Admin, bench.Stop(container), Ct);

        Assert.Equal("Oli Operator has been stopping it for 4 s. Nothing was done.", second.Words);
    }

    [Fact]
    public async Task Stop_Waiting_ShowsEveryoneWhoAndTheEndOfTheGrace()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var container = bench.Engine.Containers[0];
        using var hold = bench.Engine.Hold(nameof(IDockerEngine.StopAsync));
        await bench.Desk.Submit(Persons.Operator, bench.Stop(container, 30)).Answered.WaitAsync(CommandBench.Patience, Ct);

        var operation = Assert.Single(bench.Operations.Current.On("local", container.Id));

        Assert.Equal(("Oli Operator", bench.Clock.GetUtcNow().AddSeconds(30)), (operation.Actor.Name, operation.GraceEndsAt));
    }

    [Fact]
    public async Task Kill_WhileAStopWaits_IsLetThrough()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var container = bench.Engine.Containers[0];
        using var hold = bench.Engine.Hold(nameof(IDockerEngine.StopAsync));
        var stop = bench.Desk.Submit(Persons.Operator, bench.Stop(container, 30));
        await bench.Engine.WaitForCallAsync(nameof(IDockerEngine.StopAsync), Ct, deadline: CommandBench.Patience);

        var kill = await bench.FinishAsync(
            Persons.Operator, new KillCommand { ActionId = bench.NewId(), Engine = "local", ContainerId = container.Id, Seen = CommandBench.Seen(container) }, Ct);
        hold.Dispose();

        Assert.Equal(CommandResult.Done, kill.Result);
        Assert.Equal(CommandResult.Done, (await stop.Finished.WaitAsync(CommandBench.Patience, Ct)).Result);
    }

    [Fact]
    public async Task Stop_ContainerMovedOn_SaysWhoDidWhat()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var seen = bench.Engine.Containers[0];
        await bench.FinishAsync(Persons.Admin, bench.Stop(seen), Ct);
        bench.Clock.Advance(TimeSpan.FromSeconds(8));

        var late = await bench.FinishAsync(Persons.Operator, bench.Stop(seen), Ct);

        Assert.Equal("game-1 has moved on since you looked: you saw it running, now it is exited; Ada Admin stopped it 8 s ago. Nothing was done.", late.Words);
    }

    [Fact]
    public async Task Stop_ContainerDiedMeanwhile_SaysWhatTheEngineTold()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var seen = bench.Engine.Containers[0];
        bench.Engine.Die(seen.Id, 3);
        await Eventually.TrueAsync("the event", () => bench.Timeline.Current.Rows.Count > 0, Ct, CommandBench.Patience);
        bench.Clock.Advance(TimeSpan.FromSeconds(5));

        var late = await bench.FinishAsync(Persons.Operator, bench.Stop(seen), Ct);

        Assert.Contains("; the engine told 'die' 5 s ago.", late.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_Progress_IsThereForEveryoneAndEndsWithTheDigest()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, new() { Images = ["registry.example:5000/game"] });
        var image = new ImageDetails { Ref = SampleContainers.Image, Id = $"sha256:{SampleContainers.IdOf(0)}", RepoDigests = [$"registry.example:5000/game/engine@sha256:{SampleContainers.IdOf(9)}"] };
        bench.Engine.PutRegistryImage(image, new PullProgress("abc", "Downloading", 30, 100), new PullProgress("def", "Downloading", 50, 50), new PullProgress("abc", "Pull complete", null, null));

        var outcome = await bench.FinishAsync(Persons.Operator, new PullCommand { ActionId = bench.NewId(), Engine = "local", Image = SampleContainers.Image }, Ct);

        Assert.Equal((CommandResult.Done, image.RepoDigests[0]), (outcome.Result, outcome.Produced));
        var pull = bench.Operations.Current.Find(outcome.ActionId)!.Pull!;
        Assert.Equal((150, 150, 2), (pull.CurrentBytes, pull.TotalBytes, pull.Layers.Count));
    }

    [Fact]
    public async Task Pull_CalledOff_IsCancelled()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, new() { Images = ["registry.example:5000"] });
        using var hold = bench.Engine.Hold(nameof(IDockerEngine.PullImageAsync));
        var ticket = bench.Desk.Submit(Persons.Operator, new PullCommand { ActionId = bench.NewId(), Engine = "local", Image = SampleContainers.Image });
        await bench.Engine.WaitForCallAsync(nameof(IDockerEngine.PullImageAsync), Ct, deadline: CommandBench.Patience);

        var viewer = await bench.Desk.CancelAsync(Persons.Viewer, ticket.ActionId, Ct);
        var refusal = await bench.Desk.CancelAsync(Persons.Operator, ticket.ActionId, Ct);

        Assert.Equal(("Pulling needs the role 'operator'; yours is 'viewer'.", null), (viewer, refusal));
        Assert.Equal(CommandResult.Cancelled, (await ticket.Finished.WaitAsync(CommandBench.Patience, Ct)).Result);
    }

    [Theory]
    [InlineData("evil.example/game:1")]
    [InlineData("registry.example:5000/gamers/x:1")]
    [InlineData("user:secret@registry.example:5000/game/x:1")]
    [InlineData("https://registry.example:5000/game/x:1")]
    [InlineData("registry.example:5000.evil.example/game/x")]
    [InlineData("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("registry.example:5000/game/../other")]
    [InlineData("REGISTRY.example:5001/game/x")]
    public async Task Pull_ImageFromElsewhere_IsRefused(string image)
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, new() { Images = ["registry.example:5000/game"] });

        var outcome = await bench.FinishAsync(Persons.Admin, new PullCommand { ActionId = bench.NewId(), Engine = "local", Image = image }, Ct);

        Assert.Equal(CommandResult.Refused, outcome.Result);
        Assert.Equal(0, bench.Acts);
    }
}

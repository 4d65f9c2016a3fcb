using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>A new container in an old one's place: at no step is anything lost before the new one is well.</summary>
public class RecreateTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recreate_Running_StopsSetsAsideRunsAndRemovesInThisOrder()
    {
        await using var bench = await StartAsync(s => s.Healthy());
        var old = bench.Engine.Containers[0];

        var outcome = await RecreateAsync(bench, old);

        Assert.Equal((CommandResult.Done, "game-1 was recreated; the new container is well and the old one is removed."), (outcome.Result, outcome.Words));
        var fresh = Assert.Single(bench.Engine.Containers);
        Assert.Equal((outcome.Produced, "game-1", "running", RunSamples.Image().RepoDigests[0]), (fresh.Id, fresh.Name, fresh.Status, fresh.ImageRef));
        Assert.Equal(
            [nameof(IDockerEngine.StopAsync), nameof(IDockerEngine.RenameAsync), nameof(IDockerEngine.RunAsync), nameof(IDockerEngine.RemoveAsync)],
            bench.ActCalls.Select(c => c.Operation));
    }

    [Fact]
    public async Task Recreate_Stopped_IsNotStoppedAgain()
    {
        await using var bench = await StartAsync(s => s.ExitedWithThree(1));

        var outcome = await RecreateAsync(bench, bench.Engine.Containers[0]);

        Assert.Equal(CommandResult.Done, outcome.Result);
        Assert.DoesNotContain(bench.ActCalls, c => c.Operation == nameof(IDockerEngine.StopAsync));
    }

    [Fact]
    public async Task Recreate_Audited_HasEveryRequestTheEventsOfBothAndNoSecret()
    {
        await using var bench = await StartAsync(s => s.Healthy());
        var old = bench.Engine.Containers[0];

        var outcome = await RecreateAsync(bench, old);

        var (intent, end) = (bench.Ledger.Rows[0], bench.Ledger.Rows[1]);
        var lines = intent.Request.Split('\n');
        Assert.Equal($"POST /containers/{old.Id}/stop?t=10", lines[0]);
        Assert.Equal($"POST /containers/{old.Id}/rename?name=game-1-old-{old.Id[..6]}", lines[1]);
        Assert.Equal("POST /containers/create?name=game-1", lines[2]);
        Assert.Equal($"DELETE /containers/{old.Id}", lines[^1]);
        Assert.DoesNotContain("not-for-everyone", intent.ToString(), StringComparison.Ordinal);
        Assert.Equal((old.Id, outcome.Produced), (intent.ContainerId, end.ContainerId));
        Assert.Equal("kill die(143) stop rename create start destroy", end.Events);
    }

    [Fact]
    public async Task Recreate_NewOneCannotBeRun_PutsTheOldOneBackAndStartsIt()
    {
        await using var bench = await StartAsync(s => s.Healthy());
        var old = bench.Engine.Containers[0];
        bench.Engine.Fail(nameof(IDockerEngine.RunAsync), new EngineException(new("local", "start container", "game-1"), "The program is not there"));

        var outcome = await RecreateAsync(bench, old);

        Assert.Equal((CommandResult.Failed, "The new container could not be run: The program is not there. game-1 was started again as it was."), (outcome.Result, outcome.Words));
        var back = Assert.Single(bench.Engine.Containers);
        Assert.Equal((old.Id, "game-1", "running"), (back.Id, back.Name, back.Status));
    }

    [Fact]
    public async Task Recreate_StoppedOneWhoseNewOneCannotBeRun_StaysStopped()
    {
        await using var bench = await StartAsync(s => s.ExitedWithThree(1));
        bench.Engine.Fail(nameof(IDockerEngine.RunAsync), new EngineException(new("local", "start container", "game-1"), "The program is not there."));

        var outcome = await RecreateAsync(bench, bench.Engine.Containers[0]);

        Assert.EndsWith("game-1 is as it was.", outcome.Words, StringComparison.Ordinal);
        Assert.Equal(("game-1", "exited"), (bench.Engine.Containers[0].Name, bench.Engine.Containers[0].Status));
    }

    [Fact]
    public async Task Recreate_CannotBeSetAside_StartsTheOldOneAgain()
    {
        await using var bench = await StartAsync(s => s.Healthy());
        bench.Engine.Fail(nameof(IDockerEngine.RenameAsync), new EngineConflictException(new("local", "rename container", "game-1"), "The name is taken."));

        var outcome = await RecreateAsync(bench, bench.Engine.Containers[0]);

        Assert.Equal("The old container could not be set aside: The name is taken. game-1 was started again as it was.", outcome.Words);
        Assert.Equal("running", bench.Engine.Containers[0].Status);
    }

    [Fact]
    public async Task Recreate_StopFails_TouchesNothingElse()
    {
        await using var bench = await StartAsync(s => s.Healthy());
        bench.Engine.Fail(nameof(IDockerEngine.StopAsync), new EngineException(new("local", "stop container", "game-1"), "No."));

        var outcome = await RecreateAsync(bench, bench.Engine.Containers[0]);

        Assert.Equal((CommandResult.Failed, "The old container was not replaced: No."), (outcome.Result, outcome.Words));
        Assert.Equal([nameof(IDockerEngine.StopAsync)], bench.ActCalls.Select(c => c.Operation));
    }

    [Fact]
    public async Task Recreate_NewOneEndsAtOnce_KeepsBoth()
    {
        await using var bench = await StartAsync(s => s.Healthy());
        var old = bench.Engine.Containers[0];
        var ticket = bench.Desk.Submit(Persons.Admin, await CommandAsync(bench, old));
        await bench.Engine.WaitForCallAsync(nameof(IDockerEngine.RunAsync), Ct);
        var fresh = await Eventually.ValueAsync("the new one", () => bench.Engine.Containers.FirstOrDefault(c => c.Id != old.Id && c.Status == "running")!, c => c is not null, Ct, CommandBench.Patience);
        bench.Engine.Die(fresh.Id, 3);

        var outcome = await bench.FinishLaterAsync(ticket, Ct);

        Assert.Equal((CommandResult.Failed, fresh.Id), (outcome.Result, outcome.Produced));
        Assert.Contains($"The old one is kept, stopped, as game-1-old-{old.Id[..6]}.", outcome.Words, StringComparison.Ordinal);
        Assert.Equal(2, bench.Engine.Containers.Count);
    }

    [Fact]
    public async Task Recreate_NewOneEndedWithoutAnEventThatCame_KeepsBoth()
    {
        await using var bench = await StartAsync(s => s.Healthy());
        var old = bench.Engine.Containers[0];
        var ticket = bench.Desk.Submit(Persons.Admin, await CommandAsync(bench, old));
        var fresh = await Eventually.ValueAsync(
            "the board to show the new one", () => bench.Board.Current.Containers.Values.FirstOrDefault(c => c.Id != old.Id && c.Facts.State == "running"), c => c is not null, Ct, CommandBench.Patience);
        bench.Engine.Put(bench.Engine.Containers.Single(c => c.Id == fresh!.Id) with { Status = "exited", ExitCode = 3 });

        var outcome = await bench.FinishLaterAsync(ticket, Ct);

        Assert.Equal((CommandResult.Failed, 2), (outcome.Result, bench.Engine.Containers.Count));
        Assert.Contains("but is not well", outcome.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recreate_OldOneCannotBeRemoved_SaysThatTheNewOneIsWell()
    {
        await using var bench = await StartAsync(s => s.Healthy());
        bench.Engine.Fail(nameof(IDockerEngine.RemoveAsync), new EngineException(new("local", "remove container", "game-1"), "Busy."));

        var outcome = await RecreateAsync(bench, bench.Engine.Containers[0]);

        Assert.Equal((CommandResult.Failed, "The new container is well, but the old one could not be removed: Busy."), (outcome.Result, outcome.Words));
    }

    [Fact]
    public async Task Recreate_UnderWay_SaysItsStep()
    {
        await using var bench = await StartAsync(s => s.Healthy());
        using var hold = bench.Engine.Hold(nameof(IDockerEngine.StopAsync));

        var ticket = bench.Desk.Submit(Persons.Admin, await CommandAsync(bench, bench.Engine.Containers[0]));
        await bench.Engine.WaitForHeldAsync(1, Ct);

        var operation = bench.Operations.Current.Find(ticket.ActionId)!;
        Assert.Equal(("Stopping the old container", (DateTimeOffset?)bench.Clock.GetUtcNow().AddSeconds(10)), (operation.Step, operation.GraceEndsAt));
        hold.Dispose();
        Assert.Equal(CommandResult.Done, (await bench.FinishLaterAsync(ticket, Ct)).Result);
    }

    [Fact]
    public async Task Recreate_Done_ExplainsTheEventsOfBoth()
    {
        await using var bench = await StartAsync(s => s.Healthy());

        await RecreateAsync(bench, bench.Engine.Containers[0]);

        var rows = bench.Timeline.Current.Rows;
        Assert.All(bench.Causes.Explain(rows).Causes.Values, cause => Assert.Equal("Recreate by Ada Admin: newer image", cause.Words));
        Assert.Equal(7, rows.Count);
    }

    internal static async Task<CommandBench> StartAsync(Func<SampleContainers, ContainerDetails> container)
    {
        var bench = await CommandBench.StartAsync(container, Ct, RunSamples.Allowed);
        bench.Engine.PutImage(RunSamples.Image());
        bench.Engine.PutImage(RunSamples.Image() with { Ref = RunSamples.Image().RepoDigests[0] });
        return bench;
    }

    internal static async Task<RecreateCommand> CommandAsync(CommandBench bench, ContainerDetails old)
    {
        var spec = RunSamples.Spec with { Name = old.Name };
        var preview = await bench.Desk.PreviewAsync(Persons.Admin, "local", spec, old.Id, Ct);
        Assert.Empty(preview.Faults);
        return new()
        {
            ActionId = bench.NewId(),
            Engine = "local",
            ContainerId = old.Id,
            Seen = CommandBench.Seen(old),
            Grace = TimeSpan.FromSeconds(10),
            TypedName = old.Name,
            Spec = spec,
            PreviewHash = preview.Hash,
            Reason = "newer image",
        };
    }

    private static async Task<CommandOutcome> RecreateAsync(CommandBench bench, ContainerDetails old) =>
        await bench.FinishLaterAsync(bench.Desk.Submit(Persons.Admin, await CommandAsync(bench, old)), Ct);
}

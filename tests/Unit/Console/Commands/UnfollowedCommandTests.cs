using System.Net;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Console.Components;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>What proves a command while an engine tells its list but not its events.</summary>
public sealed class UnfollowedCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_ListAfterTheActShowsIt_IsDone()
    {
        await using var bench = await UnfollowedAsync();

        var outcome = await bench.FinishLaterAsync(bench.Desk.Submit(Persons.Operator, bench.Stop(bench.Engine.Containers[0])), Ct);

        Assert.Equal(CommandResult.Done, outcome.Result);
    }

    [Fact]
    public async Task Stop_NoListAfterTheAct_IsUnproven()
    {
        await using var bench = await UnfollowedAsync();
        bench.Engine.Fail(nameof(IDockerEngine.ListAsync), new EngineTimeoutException(new("local", "list containers", ""), "too slow"));

        var outcome = await bench.FinishLaterAsync(bench.Desk.Submit(Persons.Operator, bench.Stop(bench.Engine.Containers[0])), Ct);

        Assert.Equal(CommandResult.Unproven, outcome.Result);
    }

    [Fact]
    public async Task Watch_ListOfBeforeTheAct_ProvesNothing()
    {
        var clock = new FakeTimeProvider();
        var board = new EngineBoard("local", clock, TimeSpan.FromSeconds(10));
        var number = board.AskList();
        var watch = new EffectWatch(board, new("local", clock), clock);

        var seen = watch.SeenAsync("id", new(["destroy"], shown => shown is null), TimeSpan.FromSeconds(15), Ct);
        board.ShowList([PageBench.Container(1)], number, isFollowed: false);
        clock.Advance(TimeSpan.FromSeconds(15));

        Assert.False(await seen);
    }

    [Fact]
    public async Task Watch_Begins_AsksForAListAtOnce()
    {
        await using var bench = await UnfollowedAsync();
        await Eventually.TrueAsync("a long wait", () =>
        {
            if (bench.Board.Current.Connection.NextTry - bench.Clock.GetUtcNow() > TimeSpan.FromSeconds(3))
                return true;
            bench.Clock.Advance(TimeSpan.FromMilliseconds(250));
            return false;
        }, Ct);
        var due = bench.Board.Current.Connection.NextTry;
        // The wait can only be cut short once its shortest part is over.
        bench.Clock.Advance(RetryBell.Shortest);

        var ticket = bench.Desk.Submit(Persons.Operator, bench.Stop(bench.Engine.Containers[0]));
        await ticket.Finished.WaitAsync(CommandBench.Patience, Ct);

        Assert.True(bench.Clock.GetUtcNow() < due);
    }

    private static async Task<CommandBench> UnfollowedAsync()
    {
        var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        foreach (var operation in new[] { nameof(IDockerEngine.ReplayEventsAsync), nameof(IDockerEngine.WatchEventsAsync) })
            bench.Engine.Fail(operation, new(new("local", operation, "", HttpStatusCode.BadGateway), "502"));
        bench.Engine.BreakEvents(new EngineStreamException(new("local", "watch events", ""), "cut"));
        await Eventually.TrueAsync("a list without events", () =>
        {
            if (bench.Board.Current.Connection is { Phase: ConnectionPhase.Unfollowed, NextTry: not null })
                return true;
            bench.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return false;
        }, Ct, CommandBench.Patience);
        return bench;
    }
}

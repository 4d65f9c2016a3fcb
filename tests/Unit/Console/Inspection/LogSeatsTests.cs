using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Inspection;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Inspection;

/// <summary>An open log costs memory and a stream of the engine: nobody can take them all.</summary>
public sealed class LogSeatsTests
{
    private static readonly string Id = SampleContainers.IdOf(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Views_TwoHundredByOnePerson_ReadNoMoreThanTheirShareAndLeaveOthersTheirs()
    {
        var clock = new FakeTimeProvider();
        using var engine = new FakeEngine("local", clock);
        engine.Put(new SampleContainers(clock.GetUtcNow()).Healthy());
        var seats = new LogSeats(new());
        var desk = new ContainerDesk(new([engine]), new(new()), clock);
        var followers = Enumerable.Range(0, 200).Select(_ => Follower("sub-eve")).ToList();
        using var stop = new CancellationTokenSource();

        var runs = followers.Select(follower => Task.Run(() => follower.RunAsync(new() { Follow = true }, stop.Token), Ct)).ToList();

        await engine.WaitForLogReadersAsync(Id, 20, Ct);
        await Eventually.TrueAsync("the others to be refused", () => followers.Count(f => f.Phase == LogPhase.Failed) == 180, Ct);
        Assert.All(followers.Where(f => f.Phase == LogPhase.Failed), f => Assert.StartsWith("You have 20 logs open,", f.Fault, StringComparison.Ordinal));
        Assert.Equal(20, engine.CountOf(nameof(IDockerEngine.ReadLogsAsync)));
        var victim = Follower("sub-vera");
        var run = victim.RunAsync(new() { Follow = true }, stop.Token);
        await engine.WaitForLogReadersAsync(Id, 21, Ct);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll([.. runs, run]));
        foreach (var follower in followers.Append(victim))
            follower.Dispose();

        LogFollower Follower(string subject) => new(desk, "local", Id, () => Task.FromResult(seats.Take(subject)), () => clock.GetUtcNow(), clock);
    }

    [Fact]
    public void Take_OneOfOwnClosed_IsFreeAgain()
    {
        var seats = new LogSeats(new() { LogViewsPerUser = 2 });
        using var first = seats.Take("a");
        var second = seats.Take("a");
        Assert.True(Assert.Throws<DeskException>(() => seats.Take("a")).IsFull);

        second.Dispose();

        using var third = seats.Take("a");
    }

    [Fact]
    public void Dispose_Twice_FreesOneSeat()
    {
        var seats = new LogSeats(new() { LogViewsPerUser = 1 });
        var seat = seats.Take("a");
        seat.Dispose();
        using var other = seats.Take("a");

        seat.Dispose();

        Assert.Throws<DeskException>(() => seats.Take("a"));
    }

    [Fact]
    public void Take_AllOfTheConsoleTaken_SaysWhatToDo()
    {
        var seats = new LogSeats(new() { LogViews = 2 });
        using var first = seats.Take("a");
        using var second = seats.Take("b");

        var refusal = Assert.Throws<DeskException>(() => seats.Take("c"));

        Assert.Equal(
            "2 logs are open in this console, as many as it may have at once. Try again when somebody has closed one; Rtm:Limits:LogViews would allow more.",
            refusal.Message);
    }
}

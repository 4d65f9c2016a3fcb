using Microsoft.AspNetCore.SignalR;
using Rtm.Console.Hubs;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Hubs;

/// <summary>What a subscriber gets, without a network between.</summary>
public sealed class TimelineStreamsTests
{
    private readonly FakeArchive _archive = new();
    private readonly BoardDirectory _directory;

    public TimelineStreamsTests() =>
        _directory = new(new([new FakeEngine("alpha"), new FakeEngine("beta")]), new(), TimeProvider.System, _archive);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EngineTimeline Alpha => _directory.Timelines[0];

    [Fact]
    public async Task Read_NoCursor_GivesMemoryThenWhatComes()
    {
        Alpha.Add(Event("start"));
        await using var reader = Read();
        Assert.Equal("start", (await reader.NextAsync()).Action);

        _directory.Timelines[1].Add(Event("die", "beta"));

        var row = await reader.NextAsync();
        Assert.Equal(("die", "beta"), (row.Action, row.Engine));
    }

    [Fact]
    public async Task Read_Cursor_GoesOnAfterIt()
    {
        await using (var reader = Read())
        {
            Alpha.Add(Event("one"));
            await reader.NextAsync();
            Alpha.Add(Event("two"));
            Alpha.Add(Event("three"));
            await using var again = Read(cursor: reader.Cursor);

            Assert.Equal(["two", "three"], [(await again.NextAsync()).Action, (await again.NextAsync()).Action]);
        }
    }

    [Fact]
    public async Task Read_CursorBeyondMemory_FillsFromTheHistory()
    {
        Alpha.Add(Event("first"));
        string cursor;
        await using (var reader = Read())
        {
            await reader.NextAsync();
            cursor = reader.Cursor!;
        }

        for (var i = 0; i < EngineTimeline.MostRows * 3; i++)
            Alpha.Add(Event($"a{i}"));
        await using var again = Read(cursor: cursor);

        Assert.Equal(Enumerable.Range(0, EngineTimeline.MostRows * 3).Select(i => $"a{i}"), (await again.TakeAsync(EngineTimeline.MostRows * 3)).Select(row => row.Action));
    }

    [Fact]
    public async Task Read_ReaderThatLags_LosesNothingAndKeepsTheOrder()
    {
        Alpha.Add(Event("first"));
        await using var reader = Read();
        await reader.NextAsync();

        for (var i = 0; i < 5000; i++)
            Alpha.Add(Event($"a{i}"));

        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"a{i}"), (await reader.TakeAsync(5000)).Select(row => row.Action));
    }

    [Fact]
    public async Task Read_HistoryDownWhereMemoryDoesNotReach_SaysSoInsteadOfSkipping()
    {
        Alpha.Add(Event("first"));
        var after = Alpha.Current.Rows[0].Sequence;
        for (var i = 0; i < EngineTimeline.MostRows * 2; i++)
            Alpha.Add(Event("a"));
        _archive.Failure = "the disk is full.";
        await using var reader = Read(cursor: $"alpha:{after}");

        var refusal = await Assert.ThrowsAsync<HubException>(reader.NextAsync);

        Assert.Contains("the disk is full.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_MoreRowsWaitToBeWrittenThanMemoryHas_SaysSoInsteadOfSkipping()
    {
        Alpha.Add(Event("first"));
        var after = Alpha.Current.Rows[0].Sequence;
        for (var i = 0; i < EngineTimeline.MostRows; i++)
            Alpha.Add(Event("a"));
        _archive.State = new(DateTimeOffset.UnixEpoch, "the disk is full.", EngineTimeline.MostRows + 1);
        await using var reader = Read(new() { Text = "nothing" }, $"alpha:{after}");

        await Assert.ThrowsAsync<HubException>(reader.NextAsync);
    }

    [Fact]
    public async Task Read_HistoryDownWhereMemoryReaches_GoesOn()
    {
        Alpha.Add(Event("one"));
        Alpha.Add(Event("two"));
        _archive.Failure = "the disk is full.";
        await using var reader = Read(cursor: $"alpha:{Alpha.Current.Rows[0].Sequence}");

        Assert.Equal("two", (await reader.NextAsync()).Action);
    }

    [Fact]
    public async Task Read_CursorOlderThanAllThatIsKept_SaysSoInsteadOfSkipping()
    {
        for (var i = 0; i <= EngineTimeline.MostRows; i++)
            Alpha.Add(Event("a"));
        await using var reader = Read(cursor: "alpha:1");

        var refusal = await Assert.ThrowsAsync<HubException>(reader.NextAsync);

        Assert.Contains("older than what is kept", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_GapExplainedWhileAway_IsToldAgainUnderItsId()
    {
        var gap = Alpha.AddGap(default, default, GapCause.EngineRestarted);
        await using var reader = Read();
        var told = await reader.NextAsync();
        Alpha.Explain(gap, [new("id", "game", "running", "")], default);
        await using var again = Read(cursor: reader.Cursor);

        var (gapAgain, difference) = (await again.NextAsync(), await again.NextAsync());

        Assert.Equal((told.Id, null, 1), (gapAgain.Id, told.Changes, gapAgain.Changes));
        Assert.Equal((TimelineRow.DifferenceKind, told.Sequence), (difference.Kind, difference.Gap));
    }

    [Fact]
    public async Task Read_Filter_NarrowsEventsButNeverHidesAGap()
    {
        Alpha.Add(Event("start"));
        Alpha.AddGap(default, default, GapCause.RingOverflowed);
        _directory.Timelines[1].Add(Event("die", "beta"));
        Alpha.Add(Event("die"));
        await using var reader = Read(new() { Engines = ["alpha"], Actions = ["die"] });

        Assert.Equal([TimelineRow.GapKind, "die"], (await reader.TakeAsync(2)).Select(row => row.Action ?? row.Kind));
    }

    [Fact]
    public async Task Read_ProbesOfHealthChecks_NeverCome()
    {
        await using var reader = Read();
        Alpha.Add(Event("first"));
        await reader.NextAsync();

        Alpha.Add(Event("exec_start") with { IsProbe = true });
        Alpha.Add(Event("last"));

        Assert.Equal("last", (await reader.NextAsync()).Action);
    }

    [Fact]
    public async Task Read_HistoryOfAWiderScope_NeverLeaves()
    {
        foreach (var owner in new[] { "mine", "theirs", "mine" })
            Alpha.Add(Event("start") with { Owner = owner });
        var gap = Alpha.AddGap(default, default, GapCause.RingOverflowed);
        Alpha.Explain(gap, [new(SampleContainers.IdOf(9), "theirs", "running", "")], default);
        Alpha.Add(Event("last") with { Owner = "mine" });
        // A console that starts anew has nothing in memory.
        var narrow = new BoardDirectory(new([new FakeEngine("alpha")]), new(), TimeProvider.System);
        await using var reader = new StreamReading(
            Streams(narrow, "mine"), new(), $"alpha:{Alpha.Current.Rows[0].Sequence}");

        Assert.Equal(["start", TimelineRow.GapKind, "last"], (await reader.TakeAsync(3)).Select(row => row.Action ?? row.Kind));
    }

    [Fact]
    public async Task Read_Ended_LeavesNoSubscriber()
    {
        await using (var reader = Read())
        {
            Alpha.Add(Event("start"));
            await reader.NextAsync();
        }

        Assert.Equal((0, 0), (Alpha.Subscribers, _directory.Timelines[1].Subscribers));
    }

    private StreamReading Read(TimelineFilter? filter = null, string? cursor = null) =>
        new(Streams(_directory), filter ?? new(), cursor);

    private TimelineStreams Streams(BoardDirectory directory, params string[] owners) =>
        new(directory, new(_archive, new(new() { Owners = owners }), directory), TimeProvider.System);

    private static TimelineEvent Event(string action, string engine = "alpha") =>
        new(engine, 0, TimeProvider.System.GetUtcNow()) { Action = action, ContainerId = SampleContainers.IdOf(1), TimeNano = 1, Owner = SampleContainers.Owner };
}

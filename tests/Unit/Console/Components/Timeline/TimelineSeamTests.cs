using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

/// <summary>Where memory ends and the history begins no row is missing and none comes twice.</summary>
public class TimelineSeamTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(20, 0)]
    [InlineData(500, 0)]
    [InlineData(500, 30)]
    [InlineData(500, 500)]
    [InlineData(3, 500)]
    public async Task ReadingBack_WhateverMemoryHolds_ShowsEveryRowOnceInOrder(int inMemoryOfOne, int inMemoryOfTwo)
    {
        // The rows of two engines, interleaved; memory has the newest of each.
        var one = Rows.Many("one", 1000, 700, step: 2).ToArray();
        var two = Rows.Many("two", 1001, 700, step: 3).ToArray();
        var archive = new FakeArchive();
        foreach (var row in one.Concat(two))
            archive.Record(row);
        TimelineSnapshot[] snapshots = [Rows.Memory("one", one.TakeLast(inMemoryOfOne)), Rows.Memory("two", two.TakeLast(inMemoryOfTwo))];
        // An engine with fewer rows than memory takes has had no more since the console started: the rest is older than all of memory.
        if (inMemoryOfOne < 500 || inMemoryOfTwo < 500)
            snapshots = [.. snapshots.Select(s => OfThisStart(s, archive))];
        var expected = (await archive.ReadBeforeAsync(new(), null, int.MaxValue, Ct)).Select(TimelinePlace.Of);

        Assert.Equal(expected, await ReadAllAsync(archive, snapshots));
    }

    [Fact]
    public async Task ReadingBack_Filtered_ShowsEveryMatchOnce()
    {
        var rows = Rows.Many("one", 1, 900).Select((r, i) => r with { Action = i % 7 == 0 ? "die" : "start" }).ToArray();
        var archive = new FakeArchive();
        Array.ForEach(rows, archive.Record);
        var filter = new TimelineFilter { Actions = ["die"] };

        var read = await ReadAllAsync(archive, [Rows.Memory("one", rows.TakeLast(500))], filter);

        Assert.Equal(rows.Where(filter.Matches).Reverse().Select(TimelinePlace.Of), read);
    }

    [Fact]
    public async Task Read_MemoryIsEmptyAfterARestart_FillsThePageFromTheHistory()
    {
        var archive = new FakeArchive();
        foreach (var row in Rows.Many("one", 1, 150))
            archive.Record(row);
        var feed = new TimelineFeed(archive);

        await feed.OpenAsync([Rows.Memory("one")], new(), null, Ct);

        Assert.Equal((TimelineWindow.PageSize, false), (feed.Window.Rows.Count, feed.Window.IsEnd));
    }

    [Fact]
    public async Task Read_RowArrivesWhileTheHistoryIsRead_StandsOnceAtItsPlace()
    {
        var archive = new FakeArchive();
        foreach (var row in Rows.Many("one", 1, 5))
            archive.Record(row);
        var feed = new TimelineFeed(archive);
        var opening = feed.OpenAsync([Rows.Memory("one")], new(), null, Ct);
        var late = Rows.Event(6, engine: "one");
        archive.Record(late);
        feed.Take([Rows.Memory("one", late)]);

        await opening;

        Assert.Equal([6L, 5L, 4L, 3L, 2L, 1L], feed.Window.Rows.Select(r => r.Sequence));
    }

    [Fact]
    public async Task Read_HistoryDown_KeepsWhatMemoryHasAndSaysWhy()
    {
        var feed = new TimelineFeed(new FakeArchive { Failure = "the disk is full" });

        await feed.OpenAsync([Rows.Memory("one", Rows.Many("one", 1, 3))], new(), null, Ct);

        Assert.Equal((3, "the disk is full", false), (feed.Window.Rows.Count, feed.Failure, feed.Window.IsEnd));
    }

    [Fact]
    public async Task Read_HistoryBack_GoesOnWhereItStopped()
    {
        var archive = new FakeArchive { Failure = "the disk is full" };
        foreach (var row in Rows.Many("one", 1, 5))
            archive.Record(row);
        var feed = new TimelineFeed(archive);
        await feed.OpenAsync([Rows.Memory("one", Rows.Many("one", 4, 2))], new(), null, Ct);
        archive.Failure = null;

        await feed.LoadOlderAsync(Ct);

        Assert.Equal([5L, 4L, 3L, 2L, 1L], feed.Window.Rows.Select(r => r.Sequence));
        Assert.Null(feed.Failure);
    }

    private static TimelineSnapshot OfThisStart(TimelineSnapshot snapshot, FakeArchive archive)
    {
        var shifted = snapshot.Rows.Cast<TimelineEvent>().Select(r => r with { Sequence = r.Sequence + 10_000 }).ToArray();
        Array.ForEach(shifted, archive.Record);
        return Rows.Memory(snapshot.Engine, shifted);
    }

    private static async Task<List<TimelinePlace>> ReadAllAsync(FakeArchive archive, TimelineSnapshot[] snapshots, TimelineFilter? filter = null)
    {
        var (reader, memory, all) = (new TimelineReader(archive), new TimelineMemory(snapshots, filter ?? new()), new List<TimelinePlace>());
        while (true)
        {
            var page = await reader.ReadBeforeAsync(memory, filter ?? new(), all.Count == 0 ? null : all[^1], TimelineWindow.PageSize, Ct);
            all.AddRange(page.Rows.Select(TimelinePlace.Of));
            if (page.IsEnd)
                return all;
        }
    }
}

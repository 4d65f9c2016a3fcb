using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

public class TimelineFeedTests
{
    private readonly FakeArchive _archive = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_RowsOfTwoEnginesOutOfTurn_AreOrderedByPlace()
    {
        var feed = await OpenAsync(Rows.Memory("one"), Rows.Memory("two"));
        feed.Take([Rows.Memory("one", Rows.Event(10, engine: "one")), Rows.Memory("two")]);

        feed.Take([Rows.Memory("one", Rows.Event(10, engine: "one")), Rows.Memory("two", Rows.Event(9, engine: "two"), Rows.Event(10, engine: "two"))]);

        Assert.Equal([(10, "two"), (10, "one"), (9, "two")], feed.Window.Rows.Select(r => (r.Sequence, r.Engine)));
    }

    [Fact]
    public async Task Take_Paused_CountsAndHoldsStill()
    {
        var feed = await OpenAsync(Memory(1));
        feed.IsPaused = true;

        feed.Take([Memory(4)]);

        Assert.Equal((1, 3, false), (feed.Window.Rows.Count, feed.News, feed.HasMoreNews));
    }

    [Fact]
    public async Task Take_PausedAndFiltered_CountsMatchesOnly()
    {
        var feed = await OpenAsync(new TimelineFilter { Actions = ["die"] }, Memory(1));
        feed.IsPaused = true;

        feed.Take([Rows.Memory("one", Rows.Event(1, engine: "one"), Rows.Event(2, engine: "one"), Rows.Event(3, "die", engine: "one"))]);

        Assert.Equal(1, feed.News);
    }

    [Fact]
    public async Task Take_PausedLongerThanMemoryReaches_SaysThatThereAreMore()
    {
        var feed = await OpenAsync(Memory(1));
        feed.IsPaused = true;

        feed.Take([Rows.Memory("one", Rows.Many("one", 600, EngineTimeline.MostRows))]);

        Assert.Equal((500, true), (feed.News, feed.HasMoreNews));
    }

    [Fact]
    public async Task Take_MoreThanMemoryKeepsAtOnce_StartsAnewWithoutAHole()
    {
        foreach (var row in Rows.Many("one", 1, 1100))
            _archive.Record(row);
        var feed = await OpenAsync(Memory(1));

        feed.Take([Rows.Memory("one", Rows.Many("one", 601, EngineTimeline.MostRows))]);
        while (!feed.Window.IsEnd)
            await feed.LoadOlderAsync(Ct);

        var places = feed.Window.Rows.Select(r => r.Sequence).ToArray();
        Assert.Equal(Enumerable.Range(0, places.Length).Select(i => places[0] - i), places);
    }

    [Fact]
    public async Task Take_ManyRows_KeepsSixtyFour()
    {
        var feed = await OpenAsync(Memory(1));

        feed.Take([Memory(200)]);

        Assert.Equal((TimelineWindow.MostLive, 200L), (feed.Window.Rows.Count, feed.Window.Rows[0].Sequence));
    }

    [Fact]
    public async Task LoadOlder_VeryFarBack_LetsTheNewestGoAndSaysSo()
    {
        foreach (var row in Rows.Many("one", 1, 2000))
            _archive.Record(row);
        var feed = await OpenAsync(Rows.Memory("one"));
        while (!feed.Window.IsEnd)
            await feed.LoadOlderAsync(Ct);

        Assert.Equal((TimelineWindow.Most, 1L, true, true), (feed.Window.Rows.Count, feed.Window.Rows[^1].Sequence, feed.Window.IsPast, feed.IsHeld));
    }

    [Fact]
    public async Task LoadAbove_FarBack_BringsEveryRowAgainUpToTheFirst()
    {
        foreach (var row in Rows.Many("one", 1, 1000))
            _archive.Record(row);
        var feed = await OpenAsync(Rows.Memory("one", Rows.Many("one", 501, EngineTimeline.MostRows)));
        while (!feed.Window.IsEnd)
            await feed.LoadOlderAsync(Ct);

        var seen = Places(feed);
        while (feed.Window.Above is not null)
        {
            await feed.LoadAboveAsync(Ct);
            var places = Places(feed);
            Assert.Equal(Enumerable.Range(0, places.Length).Select(i => places[0] - i), places);
            Assert.InRange(places.Length, 1, TimelineWindow.Most);
            seen = [.. seen.Union(places)];
        }

        Assert.Equal((1000, 1000L, false), (seen.Length, feed.Window.Rows[0].Sequence, feed.Window.IsPast));
    }

    [Fact]
    public async Task LoadAbove_RowsCameMeanwhile_HoldsStillAndStillCountsThem()
    {
        foreach (var row in Rows.Many("one", 1, 400))
            _archive.Record(row);
        var feed = await OpenAsync(Rows.Memory("one", Rows.Many("one", 301, 100)));
        while (!feed.Window.IsEnd)
            await feed.LoadOlderAsync(Ct);
        feed.Take([Rows.Memory("one", Rows.Many("one", 301, 103))]);

        while (feed.Window.Above is not null)
            await feed.LoadAboveAsync(Ct);

        Assert.Equal((400L, 3, true), (feed.Window.Rows[0].Sequence, feed.News, feed.IsHeld));
    }

    [Fact]
    public async Task LoadAbove_RowsOfTwoEnginesInOneMicrosecond_LeavesNoneOut()
    {
        for (var i = 1; i <= 300; i++)
        {
            _archive.Record(Rows.Event(i, engine: "one"));
            _archive.Record(Rows.Event(i, engine: "two"));
        }

        var feed = await OpenAsync(Rows.Memory("one"), Rows.Memory("two"));
        while (!feed.Window.IsEnd)
            await feed.LoadOlderAsync(Ct);
        var seen = feed.Window.Rows.Select(TimelinePlace.Of).ToHashSet();
        while (feed.Window.Above is not null)
        {
            await feed.LoadAboveAsync(Ct);
            seen.UnionWith(feed.Window.Rows.Select(TimelinePlace.Of));
        }

        Assert.Equal(600, seen.Count);
    }

    [Fact]
    public async Task LoadAbove_HistoryFails_SaysSoAndTriesAgain()
    {
        foreach (var row in Rows.Many("one", 1, 400))
            _archive.Record(row);
        var feed = await OpenAsync(Rows.Memory("one"));
        while (!feed.Window.IsEnd)
            await feed.LoadOlderAsync(Ct);
        var above = feed.Window.Above;
        _archive.Failure = "the database is locked";

        await feed.LoadAboveAsync(Ct);

        Assert.Equal(("the database is locked", above, false), (feed.FailureAbove, feed.Window.Above, feed.IsLoading));
        _archive.Failure = null;
        await feed.LoadAboveAsync(Ct);
        Assert.Null(feed.FailureAbove);
        Assert.NotEqual(above, feed.Window.Above);
    }

    [Fact]
    public async Task LoadOlder_WindowMovedOnMeanwhile_AddsNoPageThatDoesNotJoinOn()
    {
        foreach (var row in Rows.Many("one", 1, 400))
            _archive.Record(row);
        var feed = await OpenAsync(Rows.Memory("one", Rows.Many("one", 331, 70)));

        var loading = feed.LoadOlderAsync(Ct);
        feed.Take([Rows.Memory("one", Rows.Many("one", 331, 100))]);
        await loading;

        var places = feed.Window.Rows.Select(r => r.Sequence).ToArray();
        Assert.Equal(Enumerable.Range(0, places.Length).Select(i => 430L - i), places);
    }

    [Fact]
    public async Task Open_AtAnInstant_ShowsThatAndOlder()
    {
        foreach (var row in Rows.Many("one", Sequence(Rows.Start), 10, step: 1_000_000))
            _archive.Record(row);
        var feed = new TimelineFeed(_archive);

        await feed.OpenAsync([Rows.Memory("one")], new(), Rows.Start.AddSeconds(3), Ct);

        Assert.Equal((4, Sequence(Rows.Start.AddSeconds(3)), true), (feed.Window.Rows.Count, feed.Window.Rows[0].Sequence, feed.IsHeld));
    }

    [Fact]
    public async Task Take_GapIsExplained_ChangesItsRowInPlace()
    {
        var gap = new TimelineGap("one", 1, Rows.Start, Rows.Start.AddSeconds(9), GapCause.RingOverflowed);
        var feed = await OpenAsync(Rows.Memory("one", gap) with { Gaps = [gap] });
        var explained = gap with { Changes = 2 };

        feed.Take([Rows.Memory("one", explained) with { Gaps = [explained] }]);

        Assert.Equal([explained], feed.Window.Rows);
    }

    private static long[] Places(TimelineFeed feed) => [.. feed.Window.Rows.Select(r => r.Sequence)];

    private static long Sequence(DateTimeOffset at) => (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimelineSnapshot Memory(int count) => Rows.Memory("one", Rows.Many("one", 1, count));

    private Task<TimelineFeed> OpenAsync(params TimelineSnapshot[] snapshots) => OpenAsync(new(), snapshots);

    private async Task<TimelineFeed> OpenAsync(TimelineFilter filter, params TimelineSnapshot[] snapshots)
    {
        var feed = new TimelineFeed(_archive);
        await feed.OpenAsync(snapshots, filter, null, Ct);
        return feed;
    }
}

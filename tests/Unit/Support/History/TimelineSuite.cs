using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.History;
using Rtm.Console.History.Timeline;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Tests.Support;

/// <summary>What every store of the timeline has to do, whatever database it is.</summary>
public abstract class TimelineSuite
{
    private static readonly TimelineFilter All = new();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A database of this test's own, the same for every call.</summary>
    protected abstract HistoryOptions Options(int keepRows = 1_000_000);

    protected Task<RunningHistory> StartAsync() => RunningHistory.StartAsync(Options(), Ct);

    [Fact]
    public async Task Record_EveryKindOfRow_IsReadBackAsItWas()
    {
        await using var history = await StartAsync();
        var gap = SampleRows.Gap(5, 6);
        TimelineEntry[] rows =
        [
            SampleRows.Event(1), SampleRows.Event(2, action: "die"), SampleRows.Event(3, action: "kill"), gap, SampleRows.Difference(7, gap),
            SampleRows.Event(8) with { TimeNano = 0, Name = "naïve 'x' \"y\" %_ 🛰", Image = "" },
        ];
        foreach (var row in rows)
            history.Recorder.Record(row);

        await history.WrittenAsync(Ct);
        Assert.Equal(rows.Reverse(), await history.Archive.ReadBeforeAsync(All, null, 100, Ct));
    }

    [Fact]
    public async Task Record_SameEventAgain_StaysOneRow()
    {
        await using var history = await StartAsync();
        history.Recorder.Record(SampleRows.Event(1));
        history.Recorder.Record(SampleRows.Event(1) with { Sequence = SampleRows.Sequence(900) });
        history.Recorder.Record(SampleRows.Event(1, action: "stop") with { Sequence = SampleRows.Sequence(901) });

        await history.WrittenAsync(Ct);
        var rows = await history.Archive.ReadBeforeAsync(All, null, 100, Ct);

        Assert.Equal(["stop", "start"], rows.Cast<TimelineEvent>().Select(r => r.Action));
        Assert.Equal(SampleRows.Sequence(1), rows[^1].Sequence);
    }

    [Fact]
    public async Task Record_GapThatIsExplained_HasItsChangesOnce()
    {
        await using var history = await StartAsync();
        var gap = SampleRows.Gap(1, 2);
        history.Recorder.Record(gap);
        await history.WrittenAsync(Ct);
        Assert.Null(Assert.IsType<TimelineGap>(Assert.Single(await history.Archive.ReadBeforeAsync(All, null, 100, Ct))).Changes);

        // It has grown since.
        gap = gap with { To = gap.To.AddMinutes(5) };
        history.Recorder.Record(gap);
        history.Recorder.Record(gap with { Changes = 3 });
        await history.WrittenAsync(Ct);

        Assert.Equal(gap with { Changes = 3 }, Assert.Single(await history.Archive.ReadBeforeAsync(All, null, 100, Ct)));
    }

    [Fact]
    public async Task Record_TextsThatNoDatabaseLikes_DoNotStopTheHistory()
    {
        await using var history = await StartAsync();
        history.Recorder.Record(SampleRows.Event(1, owner: new('x', 100_000), action: "exec_die\0") with
        {
            Name = "a\0b",
            Image = "half \ud83d",
            Detail = new('"', 100_000),
        });
        history.Recorder.Record(SampleRows.Event(2));

        await history.WrittenAsync(Ct);
        var rows = await history.Archive.ReadBeforeAsync(All, null, 100, Ct);

        Assert.Equal(["start", "exec_die\uFFFD"], rows.Cast<TimelineEvent>().Select(r => r.Action));
    }

    [Fact]
    public async Task Start_AfterAnotherConsole_ReadsWhatThatWrote()
    {
        await using (var before = await StartAsync())
            before.Recorder.Record(SampleRows.Event(1));
        await using var after = await StartAsync();
        after.Recorder.Record(SampleRows.Event(2));
        await after.WrittenAsync(Ct);

        Assert.Equal([SampleRows.Event(2), SampleRows.Event(1)], await after.Archive.ReadBeforeAsync(All, null, 100, Ct));
    }

    [Fact]
    public async Task Sweep_RowsTooOldOrTooMany_RemovesTheOldestOfAllEngines()
    {
        await using var history = await RunningHistory.StartAsync(
            Options(keepRows: 1_000), Ct, services => services.AddSingleton<TimeProvider>(new ShiftedClock(SampleRows.Day.AddDays(90))));
        history.Recorder.Record(SampleRows.Event(-1, container: 7));
        history.Recorder.Record(SampleRows.Gap(-3, -2, "frankfurt"));
        for (var second = 0; second < 1_300; second++)
            history.Recorder.Record(SampleRows.Event(second, engine: second % 3 == 0 ? "frankfurt" : "local"));
        await history.WrittenAsync(Ct);

        Assert.Equal(302, await history.Services.GetRequiredService<TimelineRetention>().SweepAsync(Ct));

        var rows = await history.Archive.ReadBeforeAsync(All, null, 2_000, Ct);
        Assert.Equal(Enumerable.Range(300, 1_000).Reverse().Select(second => SampleRows.Day.AddSeconds(second)), rows.Select(r => r.At));
        Assert.Equal(0, await history.Services.GetRequiredService<TimelineRetention>().SweepAsync(Ct));
    }

    [Fact]
    public async Task Start_SecondConsole_ReadsAndSaysWhyItDoesNotWriteAndTakesOver()
    {
        await using var first = await StartAsync();
        first.Recorder.Record(SampleRows.Event(1));
        await first.WrittenAsync(Ct);
        await using var second = await StartAsync();
        second.Recorder.Record(SampleRows.Event(1));
        second.Recorder.Record(SampleRows.Event(2));
        await Eventually.TrueAsync("the second to be kept out", () => second.Archive.State.DownSince is not null, Ct, Patience);

        Assert.Contains("Another console", second.Archive.State.Reason, StringComparison.Ordinal);
        Assert.Equal([SampleRows.Event(1)], await second.Archive.ReadBeforeAsync(All, null, 10, Ct));
        await first.DisposeAsync();

        await second.WrittenAsync(Ct);
        Assert.Equal([SampleRows.Event(2), SampleRows.Event(1)], await second.Archive.ReadBeforeAsync(All, null, 10, Ct));
    }

    /// <summary>The fake is the meaning: pages of the store are the fake's, whatever is asked.</summary>
    [Fact]
    public async Task Read_AnyFilterAndPlace_AnswersAsTheFakeDoes()
    {
        await using var history = await StartAsync();
        var (fake, random) = (new FakeArchive(), new Random(4711));
        foreach (var row in RandomTimeline.Rows(random, 1_500))
        {
            history.Recorder.Record(row);
            fake.Record(row);
        }

        await history.WrittenAsync(Ct);
        for (var i = 0; i < 300; i++)
        {
            var (filter, most) = (RandomTimeline.Filter(random), random.Next(1, 60));
            var place = random.Next(3) == 0 ? (TimelinePlace?)null : RandomTimeline.Place(random);
            var after = RandomTimeline.Place(random);
            var expected = await fake.ReadBeforeAsync(filter, place, most, Ct);
            var forward = await fake.ReadAfterAsync(after.Engine, after.Sequence, most, filter, Ct);

            Assert.Equal(expected, await history.Archive.ReadBeforeAsync(filter, place, most, Ct));
            Assert.Equal(forward, await history.Archive.ReadAfterAsync(after.Engine, after.Sequence, most, filter, Ct));
        }
    }
}

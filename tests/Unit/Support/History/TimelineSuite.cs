using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.History;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Tests.Support;

/// <summary>What every store of the timeline has to do, whatever database it is.</summary>
public abstract class TimelineSuite
{
    private static readonly TimelineFilter All = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A database of this test's own, the same for every call.</summary>
    protected abstract HistoryOptions Options { get; }

    protected Task<RunningHistory> StartAsync() => RunningHistory.StartAsync(Options, Ct);

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

        Assert.Equal(rows.Reverse(), await history.Archive.ReadBeforeAsync(All, null, 100, Ct));
    }

    [Fact]
    public async Task Record_SameEventAgain_StaysOneRow()
    {
        await using var history = await StartAsync();
        history.Recorder.Record(SampleRows.Event(1));
        history.Recorder.Record(SampleRows.Event(1) with { Sequence = SampleRows.Sequence(900) });
        history.Recorder.Record(SampleRows.Event(1, action: "stop") with { Sequence = SampleRows.Sequence(901) });

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
        Assert.Null(Assert.IsType<TimelineGap>(Assert.Single(await history.Archive.ReadBeforeAsync(All, null, 100, Ct))).Changes);

        history.Recorder.Record(gap with { Changes = 3 });

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

        Assert.Equal([SampleRows.Event(2), SampleRows.Event(1)], await after.Archive.ReadBeforeAsync(All, null, 100, Ct));
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

using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

public class TimelineItemsTests
{
    [Fact]
    public void Cause_StoppedThenKilled_NamesBothSignals() => Assert.Equal(
        "after SIGTERM, SIGKILL",
        Newest(Rows.Event(1, "start"), Rows.Event(2, "kill", "15"), Rows.Event(3, "kill", "9"), Rows.Event(4, "die", exitCode: 137)).Cause);

    [Fact]
    public void Cause_OutOfMemory_IsSaid() =>
        Assert.Equal("out of memory", Newest(Rows.Event(1, "oom"), Rows.Event(2, "die", exitCode: 137)).Cause);

    [Fact]
    public void Cause_OfAnEarlierRun_IsNotTakenForThisOne() =>
        Assert.Equal("", Newest(Rows.Event(1, "oom"), Rows.Event(2, "die", exitCode: 137), Rows.Event(3), Rows.Event(4, "die", exitCode: 1)).Cause);

    [Fact]
    public void Cause_OfAnotherContainer_IsNotTakenForThisOne() =>
        Assert.Equal("", Newest(Rows.Event(1, "oom", container: 2), Rows.Event(2, "die", exitCode: 137)).Cause);

    [Fact]
    public void Day_RowsOverMidnight_BeginsWithItsNewestRow()
    {
        var midnight = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

        var days = TimelineItems.Of([Rows.Event(3, at: midnight.AddHours(1)), Rows.Event(2, at: midnight), Rows.Event(1, at: midnight.AddSeconds(-1))])
            .Select(i => i.Day);

        Assert.Equal([new DateOnly(2026, 11, 24), null, new DateOnly(2026, 11, 23)], days);
    }

    [Fact]
    public void Probes_Shown_StandAtTheirPlaces() => Assert.Equal(
        [3L, 2L, 1L],
        TimelineItems.Ordered([Rows.Event(3), Rows.Event(1)], [Rows.Event(2, "exec_start", isProbe: true)]).Select(e => e.Sequence));

    [Fact]
    public void Difference_AfterAGap_SaysWhatItWas() => Assert.Equal(
        "Found after the gap: running → exited (137)",
        Newest(new TimelineDifference("local", 1, Rows.Start, 0, new("1", "game-1", "running", "exited (137)"))).Words.Text);

    private static TimelineItem Newest(params TimelineEntry[] oldestFirst) => TimelineItems.Of([.. oldestFirst.Reverse()])[0];
}

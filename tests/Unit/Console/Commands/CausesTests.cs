using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>Which act of this console explains which event.</summary>
public class CausesTests
{
    private static readonly OwnAct Stop = SampleActs.Stop;

    private static readonly TimelineEvent[] Stopped =
        [Event(10, "start"), Event(100.5, "kill") with { Detail = "15" }, Event(102.5, "die") with { ExitCode = 143 }, Event(102.6, "stop")];

    [Fact]
    public void Of_StepsOfAStop_AreLinkedWithActorReasonAndTimes()
    {
        var causes = Causes.Of(Stopped, Known(Stop), NoSkew);

        Assert.Equal(
            [(CauseKind.Own, 0.5), (CauseKind.Own, 2.5), (CauseKind.Own, 2.6)],
            Stopped[1..].Select(e => (causes[TimelinePlace.Of(e)].Kind, Math.Round(causes[TimelinePlace.Of(e)].After!.Value.TotalSeconds, 1))));
        Assert.Equal("Stop by Oli Operator: it hangs", causes[TimelinePlace.Of(Stopped[2])].Words);
    }

    [Fact]
    public void Of_NoAct_IsFromOutside()
    {
        var causes = Causes.Of(Stopped, Known(), NoSkew);

        Assert.Equal("from outside this console", causes[TimelinePlace.Of(Stopped[1])].Words);
        Assert.Equal(CauseKind.Itself, causes[TimelinePlace.Of(Stopped[2])].Kind);
    }

    [Theory]
    [InlineData("another container", 2, 100.5)]
    [InlineData("long before", 1, 90)]
    [InlineData("long after", 1, 120)]
    public void Of_EventThatTheActCannotExplain_IsFromOutside(string situation, int container, double second)
    {
        var kill = SampleRows.Event(second, container, "kill");

        Assert.True(Causes.Of([kill], Known(Stop), NoSkew)[TimelinePlace.Of(kill)].Kind == CauseKind.Outside, situation);
    }

    [Fact]
    public void Of_EngineWhoseClockIsAhead_IsMatchedAllTheSame()
    {
        var kill = Event(160.5, "kill");

        Assert.Equal(CauseKind.Own, Causes.Of([kill], Known(Stop), _ => TimeSpan.FromMinutes(1))[TimelinePlace.Of(kill)].Kind);
    }

    [Fact]
    public void Of_RestartByPolicy_IsNobodysAct()
    {
        TimelineEvent[] rows = [Event(1, "create"), Event(2, "start"), Event(3, "die"), Event(4, "start")];

        Assert.Equal([CauseKind.Outside, CauseKind.Outside, CauseKind.Itself, CauseKind.Itself], rows.Select(r => Causes.Of(rows, Known(), NoSkew)[TimelinePlace.Of(r)].Kind));
    }

    [Fact]
    public void Ends_OwnStop_ReadsAsPlanned()
    {
        var facts = Ends.Of(Stopped, Causes.Of(Stopped, Known(Stop), NoSkew))[TimelinePlace.Of(Stopped[2])];

        Assert.Equal("Stopped by Oli Operator: SIGTERM, ended after 2 s, exit 143", ExitVerdicts.Of(facts).Text);
    }

    [Fact]
    public void Ends_CrashOfAnIllOne_HasRunTimeAndHealth()
    {
        TimelineEvent[] rows = [Event(1, "start"), Event(3, "health_status") with { Detail = "unhealthy" }, Event(5, "die") with { ExitCode = 139 }];

        Assert.Equal("Crashed after 4 s, exit 139 (SIGSEGV); it was unhealthy", ExitVerdicts.Of(FactsOf(rows, rows[2])).Text);
    }

    [Fact]
    public void Ends_OomEventBeforeTheDie_IsOutOfMemory()
    {
        TimelineEvent[] rows = [Event(1, "start"), Event(5, "oom"), Event(5.1, "die")];

        Assert.Equal("Out of memory (137)", ExitVerdicts.Of(FactsOf(rows, rows[2])).Text);
    }

    [Fact]
    public void Ends_GapInTheRun_ProvesNoKillFromOutside()
    {
        TimelineEntry[] rows = [Event(1, "start"), SampleRows.Gap(2, 3), Event(5, "die")];

        Assert.Equal("Killed (137)", ExitVerdicts.Of(FactsOf(rows, rows[2])).Text);
    }

    [Fact]
    public void Ends_SignalOfAnEarlierRun_CountsNoMore()
    {
        TimelineEvent[] rows = [Event(1, "start"), Event(2, "kill") with { Detail = "9" }, Event(2.1, "die"), Event(3, "start"), Event(9, "die") with { ExitCode = 3 }];

        Assert.Equal("Crashed after 6 s, exit 3", ExitVerdicts.Of(FactsOf(rows, rows[4])).Text);
    }

    private static ExitFacts FactsOf(TimelineEntry[] rows, TimelineEntry die) => Ends.Of(rows, Causes.Of(rows, Known(), NoSkew))[TimelinePlace.Of(die)];

    private static KnownActs Known(params OwnAct[] acts) => new([.. acts], DateTimeOffset.MinValue);

    private static TimeSpan NoSkew(string engine) => TimeSpan.Zero;

    private static TimelineEvent Event(double second, string action) => SampleRows.Event(second, 1, action);
}

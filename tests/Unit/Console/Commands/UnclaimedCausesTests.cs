using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>What is not said of an event's cause, because nothing proves it; and each act explains its own steps and no more.</summary>
public class UnclaimedCausesTests
{
    private static readonly OwnAct Act = SampleActs.Stop with { Reason = "", Grace = null };

    [Fact]
    public void Of_EventFromBeforeWhatIsRemembered_IsNotCalledOutside()
    {
        var kill = Event(100, "kill");

        var cause = Causes.Of([kill], new([], SampleRows.Day.AddSeconds(101)), NoSkew)[TimelinePlace.Of(kill)];

        Assert.Equal((CauseKind.Unknown, ""), (cause.Kind, cause.Words));
    }

    [Fact]
    public void Of_RunWhoseContainerIsNotKnownYet_IsNotCalledOutside() => Assert.Equal(
        [CauseKind.Unknown, CauseKind.Unknown, CauseKind.Outside],
        KindsOf([Act with { Action = CommandAction.Run, ContainerId = "", FinishedAt = null }], Event(100.1, "create"), Event(100.2, "start"), Event(100.3, "stop")));

    [Fact]
    public void Of_StartAfterAGap_IsNotClaimed() =>
        Assert.Equal([CauseKind.Outside, CauseKind.Itself], KindsOf([], Event(1, "stop"), SampleRows.Gap(2, 3), Event(4, "start")));

    [Fact]
    public void Of_StartWhosePastIsFilteredOut_IsNotClaimed() =>
        Assert.Equal([CauseKind.Itself, CauseKind.Itself], KindsOf([], Event(1, "start"), Event(4, "start")));

    [Fact]
    public void Of_StartAfterAStopByHand_IsFromOutside() =>
        Assert.Equal([CauseKind.Itself, CauseKind.Outside, CauseKind.Outside], KindsOf([], Event(1, "die"), Event(1.1, "stop"), Event(9, "start")));

    [Fact]
    public void Of_CrashRightAfterARestart_IsNotTheRestarts() => Assert.Equal(
        [.. Enumerable.Repeat(CauseKind.Own, 5), CauseKind.Itself, CauseKind.Itself],
        KindsOf(
            [Act with { Action = CommandAction.Restart }],
            Event(101, "kill"), Event(102, "die"), Event(102.1, "stop"), Event(102.5, "start"), Event(102.6, "restart"), Event(104, "die"), Event(104.2, "start")));

    [Fact]
    public void Of_RemovalThatTheEngineAddsToAStop_IsTheStops() =>
        Assert.Equal(Enumerable.Repeat(CauseKind.Own, 3), KindsOf([Act], Event(101, "kill"), Event(102, "die"), Event(102.1, "destroy")));

    [Fact]
    public void Of_RemovalLongAfterTheStop_IsFromOutside() =>
        Assert.Equal([CauseKind.Own, CauseKind.Outside], KindsOf([Act], Event(102, "die"), Event(104, "destroy")));

    [Fact]
    public void Of_RemovalThatTheEngineAddsToAnEnd_IsNobodysAct() =>
        Assert.Equal([CauseKind.Itself, CauseKind.Itself], KindsOf([], Event(1, "die"), Event(1.1, "destroy")));

    [Fact]
    public void Of_ForcedRemovalByHand_IsFromOutside() =>
        Assert.Equal([CauseKind.Outside, CauseKind.Itself, CauseKind.Outside], KindsOf([], Event(1, "kill"), Event(1.1, "die"), Event(1.2, "destroy")));

    private static IEnumerable<CauseKind> KindsOf(OwnAct[] acts, params TimelineEntry[] rows)
    {
        var causes = Causes.Of(rows, new([.. acts], DateTimeOffset.MinValue), NoSkew);
        return rows.OfType<TimelineEvent>().Select(e => causes[TimelinePlace.Of(e)].Kind);
    }

    private static TimeSpan NoSkew(string engine) => TimeSpan.Zero;

    private static TimelineEvent Event(double second, string action) => SampleRows.Event(second, 1, action);
}

using Rtm.Console.Commands;
using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

/// <summary>What a row says of who was behind it.</summary>
public sealed class ToldCausesTests : IDisposable
{
    private readonly FakeEngine _engine = new();
    private readonly ActHistory _acts = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Row_OfAnOwnStop_NamesActorAndReasonAndIsNoAlarm()
    {
        _acts.Put(Stop("it hangs"));

        var die = Newest(SampleRows.Event(1, action: "start"), SampleRows.Event(100, action: "kill") with { Detail = "15" }, SampleRows.Event(102, action: "die"));
        var kill = Newest(SampleRows.Event(100, action: "kill") with { Detail = "15" });

        Assert.Equal((Severity.Neutral, "SIGTERM, grace 30 s ran out, SIGKILL, +3.0 s"), (die.Words.Severity, die.Cause));
        Assert.Equal((Severity.Neutral, "Stop by Oli Operator: it hangs, +1.0 s"), (kill.Words.Severity, kill.Cause));
    }

    [Fact]
    public void Row_ThatNothingHereExplains_SaysSo()
    {
        _acts.Remember([], DateTimeOffset.MinValue);

        Assert.Equal("from outside this console", Newest(SampleRows.Event(100, action: "stop")).Cause);
    }

    [Fact]
    public void Row_ThatAForgottenActMayExplain_SaysNothing() => Assert.Equal("", Newest(SampleRows.Event(100, action: "stop")).Cause);

    [Fact]
    public void Row_ReasonWithTerminalEscapes_IsMadeHarmless()
    {
        _acts.Put(Stop("\u001b[31m\u202Eevil"));

        Assert.DoesNotContain(Newest(SampleRows.Event(100, action: "stop")).Cause, c => char.IsControl(c) || c == '\u202E');
    }

    private TimelineItem Newest(params TimelineEntry[] oldestFirst)
    {
        var directory = new BoardDirectory(new([_engine]), new(), TimeProvider.System);
        return TimelineItems.Of([.. oldestFirst.Reverse()], new CauseBook(directory, _acts))[0];
    }

    private static OwnAct Stop(string reason) => new()
    {
        ActionId = "01JDC000000000000000000001",
        Action = CommandAction.Stop,
        Actor = new("sub-oli", "Oli Operator", "operator"),
        Engine = "local",
        ContainerId = SampleRows.Id(1),
        Reason = reason,
        AcceptedAt = SampleRows.Day.AddSeconds(99),
        FinishedAt = SampleRows.Day.AddSeconds(103),
        Grace = TimeSpan.FromSeconds(30),
    };
}

using Bunit;
using Rtm.Console.Commands;
using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

/// <summary>The events of one act nest under its heading, and the order of the rows stays as it was.</summary>
public sealed class TimelineNestingTests : IAsyncDisposable
{
    private static readonly OwnAct Stop = SampleActs.Stop with { FinishedAt = SampleRows.Day.AddSeconds(131) };

    // Lines break between the steps only.
    private static readonly string Steps = "SIGTERM_+0.0_s_· exited_+29.9_s_· stopped_+30.1_s".Replace('_', '\u00a0');

    private static readonly TimelineEvent Term = SampleRows.Event(100.04, action: "kill") with { Detail = "15" };

    private static readonly TimelineEvent[] Stopped =
        [SampleRows.Event(10), Term, SampleRows.Event(129.9, action: "die") with { ExitCode = 143 }, SampleRows.Event(130.1, action: "stop")];

    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Head_OfAStop_NamesActorReasonAndEachStepsTime()
    {
        var items = Items(Stopped);

        Assert.Equal(
            new ToldAct(Stop.ActionId, "Stopped by Oli Operator", "it hangs", Steps), items[0].Head);
        Assert.Equal([true, true, true, false], items.Select(i => i.IsStep));
        Assert.Equal(["+30.1 s", "SIGTERM, ended after 29 s, exit 143, +29.9 s", "+0.0 s", ""], items.Select(i => i.Cause));
        Assert.All(items[1..], i => Assert.Null(i.Head));
    }

    [Fact]
    public void Order_AnotherContainerBetween_StaysAndTheRowBelowNamesTheActItself()
    {
        var items = Items([Stopped[0], Term, SampleRows.Event(110, 2, "oom"), .. Stopped[2..]]);

        Assert.Equal(["stop", "die", "oom", "kill", "start"], items.Select(i => ((TimelineEvent)i.Entry).Action));
        Assert.Equal([true, true, false, false, false], items.Select(i => i.IsStep));
        Assert.Equal(Steps, items[0].Head!.Steps);
        Assert.Equal(("Stop by Oli Operator: it hangs, +0.0 s", Stop.ActionId), (items[3].Cause, items[3].ActionId));
    }

    [Fact]
    public void Head_OfASingleEvent_IsTheRowItself()
    {
        var kill = Items([Term])[0];

        Assert.Equal((null, false, Stop.ActionId), (kill.Head, kill.IsStep, kill.ActionId));
    }

    [Fact]
    public void Head_BeforeTheEnd_DoesNotCallItDone() =>
        Assert.Equal("Stop by Oli Operator", Items([Term, SampleRows.Event(130, action: "kill")])[0].Head!.Title);

    [Fact]
    public void Head_OfARecreationThatPutTheOldOneBack_DoesNotCallItDone() =>
        Assert.Equal("Recreate by Oli Operator", Items([Term, SampleRows.Event(130)], Stop with { Action = CommandAction.Recreate })[0].Head!.Title);

    [Fact]
    public void Head_HostileActorAndReason_AreMadeHarmless()
    {
        var head = Items(Stopped, Stop with { Actor = new("s", "\u001b[31mEve\u202E", "operator"), Reason = "\u0007\u202Ebell" })[0].Head!;

        Assert.DoesNotContain(head.Title + head.Reason, c => char.IsControl(c) || c == '\u202E');
    }

    [Fact]
    public async Task Rows_StepsComeLive_NestUnderOneHeadingThatLeadsToTheAudit()
    {
        _bench.Resolve<ActHistory>().Put(Stop with
        {
            ContainerId = SampleContainers.IdOf(1),
            AcceptedAt = _bench.Clock.GetUtcNow(),
            FinishedAt = null,
        });
        _bench.Timeline.Add(Rows.Event(0, "kill", "15", at: _bench.Clock.GetUtcNow()));
        var list = _bench.Render<TimelineList>(p => p.Add(l => l.Filter, new TimelineFilter()));
        await list.UntilAsync(() => Assert.Equal("/audit?id=" + Stop.ActionId, list.Find("td.c-what a.audit").GetAttribute("href")));
        Assert.Empty(list.FindAll("tr.act"));

        _bench.Timeline.Add(Rows.Event(0, "die", exitCode: 143, at: _bench.Clock.GetUtcNow()));

        await list.UntilAsync(() => Assert.Equal(["act", "step", "step"], list.FindAll("tbody tr:not(.day)").Select(r => r.ClassName)));
        Assert.Equal("/audit?id=" + Stop.ActionId, Assert.Single(list.FindAll("a.audit")).GetAttribute("href"));
        Assert.Equal("Stopped by Oli Operator", list.Find("tr.act strong").TextContent);
    }

    private static List<TimelineItem> Items(TimelineEntry[] oldestFirst, OwnAct? act = null)
    {
        using var engine = new FakeEngine();
        var acts = new ActHistory();
        acts.Put(act ?? Stop);
        return TimelineItems.Of([.. oldestFirst.Reverse()], new CauseBook(new BoardDirectory(new([engine]), new(), TimeProvider.System), acts));
    }
}

using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Commands;
using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

public sealed class SharedRowsTests : IDisposable
{
    private static readonly RowColumns All = new(Container: true, Engine: true);

    private readonly FakeTimeProvider _clock = new(Rows.Start);
    private readonly ActHistory _acts = new();
    private readonly FakeEngine _engine = new();
    private readonly RowPainter _painter = new();
    private readonly SharedRows _shared;

    public SharedRowsTests() => _shared = new(new(new(new([_engine]), new(), _clock), _acts), _acts, _painter, _clock);

    public void Dispose()
    {
        _painter.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public void Of_RowsThatAnotherViewerSees_ArrangesThemOnce()
    {
        TimelineEntry[] rows = [Rows.Event(2), Rows.Event(1)];

        Assert.Same(_shared.Of([.. rows], [], All), _shared.Of([.. rows], [], All));
    }

    [Fact]
    public void Of_RowsOfTwoFiltersInTurns_KeepsBoth()
    {
        TimelineEntry[] some = [Rows.Event(2)], others = [Rows.Event(1)];
        var first = _shared.Of(some, [], All);
        _shared.Of(others, [], All);

        Assert.Same(first, _shared.Of(some, [], All));
    }

    [Fact]
    public void Of_OtherColumns_DrawsThem()
    {
        TimelineEntry[] rows = [Rows.Event(1)];

        Assert.Contains("c-name", MarkupOf(_shared.Of(rows, [], All)), StringComparison.Ordinal);
        Assert.DoesNotContain("c-name", MarkupOf(_shared.Of(rows, [], new(Container: false, Engine: true))), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ActBecameKnown_SaysWhoWasBehindIt()
    {
        TimelineEntry[] rows = [SampleRows.Event(101, action: "kill")];
        Assert.Empty(_shared.Of(rows, [], All)[0].ActionId);

        _acts.Put(SampleActs.Stop);

        Assert.Equal(SampleActs.Stop.ActionId, _shared.Of(rows, [], All)[0].ActionId);
    }

    [Fact]
    public void Of_AskedMuchLater_LooksAtTheBoardsAgain()
    {
        TimelineEntry[] rows = [Rows.Event(1)];
        var before = _shared.Of(rows, [], All);
        _clock.Advance(BatchPace.Longest);

        var later = _shared.Of(rows, [], All);

        Assert.NotSame(before, later);
        Assert.Same(before[0].Markup, later[0].Markup);
    }

    private static string MarkupOf(IReadOnlyList<TimelineItem> items) => items[0].Markup!.Rest.Value;
}

using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

public sealed class RowPainterTests : IDisposable
{
    private static readonly RowColumns All = new(Container: true, Engine: true);

    private readonly RowPainter _painter = new();

    public void Dispose() => _painter.Dispose();

    [Fact]
    public void Paint_SameRowReadAgain_TakesTheSameMarkup() => Assert.Same(Paint(Rows.Event(1)), Paint(Rows.Event(1)));

    [Fact]
    public void Paint_CauseBecameKnown_DrawsItAnew()
    {
        var item = Item(Rows.Event(1));
        Paint(item);

        Assert.Contains("from outside this console", Paint(item with { Cause = "from outside this console" }).Rest.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Paint_HostileNameImageAndEngine_AreText()
    {
        const string Hostile = "\"><script>alert(1)</script>";

        var markup = Paint(Rows.Event(1, name: Hostile, engine: Hostile) with { Image = Hostile }).Rest.Value;

        Assert.DoesNotContain("<script", markup, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\"><", markup.Replace("\"><a ", "", StringComparison.Ordinal).Replace("\"><bdi", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Paint_MoreThanIsKept_ForgetsTheOldest()
    {
        var first = Paint(Rows.Event(1));

        for (var i = 0; i <= 2 * RowPainter.Most; i++)
            Paint(Rows.Event(i + 2));

        Assert.NotSame(first, Paint(Rows.Event(1)));
    }

    [Fact]
    public void Paint_RowThatIsAskedForAllTheTime_StaysKept()
    {
        var first = Paint(Rows.Event(1));

        for (var i = 0; i <= 2 * RowPainter.Most; i++)
        {
            Paint(Rows.Event(i + 2));
            Assert.Same(first, Paint(Rows.Event(1)));
        }
    }

    private RowMarkup Paint(TimelineEvent row) => Paint(Item(row));

    private RowMarkup Paint(TimelineItem item) => Assert.Single(_painter.Paint([item], All)).Markup!;

    private static TimelineItem Item(TimelineEvent row) => new(row, new Verdict(Severity.Ok, "Started", VerdictIcon.Play), "", null);
}

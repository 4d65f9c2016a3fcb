using Bunit;
using Rtm.Console.Components.Common;
using Rtm.Console.Components.Containers;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

/// <summary>A row that changed is marked for a moment, and no other row.</summary>
public sealed class ChangeMarksTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Page_FirstLoad_MarksNothing()
    {
        _bench.Board.ShowList([PageBench.Container(1), PageBench.Container(2)]);

        Assert.Empty(Page().FindAll("tr[class*=changed]"));
    }

    [Fact]
    public async Task Page_OneContainerChanges_MarksItsRowOnly()
    {
        _bench.Board.ShowList([PageBench.Container(1), PageBench.Container(2)]);
        var page = Page();

        _bench.Board.Show(Died(1));

        await page.UntilAsync(() => Assert.Equal(["2 changed-2"], Marked(page)));
    }

    [Fact]
    public async Task Page_ContainerChangesTwice_IsMarkedAnew()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        var page = Page();
        _bench.Board.Show(Died(1));
        await page.UntilAsync(() => Assert.Equal(["2 changed-2"], Marked(page)));

        _bench.Board.Show(PageBench.Container(1));

        // The second change is drawn when the window after the first one is over.
        await Eventually.TrueAsync("another mark", () =>
        {
            _bench.Clock.Advance(BoardComponent.BatchWindow);
            return Marked(page).SequenceEqual(["2 changed-1"]);
        }, Ct);
    }

    [Fact]
    public async Task Page_NewContainer_IsMarked()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        var page = Page();

        _bench.Board.Show(PageBench.Container(2));

        await page.UntilAsync(() => Assert.Equal(["3 changed-2"], Marked(page)));
    }

    [Fact]
    public async Task Page_OrderChangesLaterOn_MarksNothing()
    {
        _bench.Board.ShowList([PageBench.Container(1), PageBench.Container(2)]);
        var page = Page();
        _bench.Board.Show(Died(1));
        await page.UntilAsync(() => Assert.Single(Marked(page)));
        _bench.Clock.Advance(ChangeMarks.Lasts);

        await page.Find("th.c-name button").ClickAsync(new());

        await page.UntilAsync(() => Assert.Equal("descending", page.Find("th.c-name").GetAttribute("aria-sort")));
        Assert.Empty(Marked(page));
    }

    [Fact]
    public void See_DetailsBecomeKnown_MarksNothing()
    {
        var marks = new ChangeMarks();
        var listed = PageBench.Container(1);
        listed = listed with { Facts = listed.Facts with { RestartCount = null, StartedAt = null, ExitCode = null } };
        marks.See([Board(listed)], _bench.Clock.GetUtcNow());

        marks.See([Board(listed with { Facts = listed.Facts with { RestartCount = 3, StartedAt = _bench.Clock.GetUtcNow() } })], _bench.Clock.GetUtcNow());

        Assert.Equal(0, marks.Of(listed));
    }

    private BoardSnapshot Board(BoardContainer container)
    {
        _bench.Board.ShowList([container]);
        return _bench.Board.Current;
    }

    private IRenderedComponent<ContainersPage> Page() => _bench.Render<ContainersPage>();

    private static IEnumerable<string> Marked(IRenderedComponent<ContainersPage> page) =>
        page.FindAll("tr[class*=changed]").Select(row => $"{row.GetAttribute("aria-rowindex")} {row.ClassName}");

    private static BoardContainer Died(int number)
    {
        var container = PageBench.Container(number);
        return container with { Facts = container.Facts with { State = "exited", ExitCode = 1 } };
    }
}

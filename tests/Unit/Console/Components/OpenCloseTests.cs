using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Components.Containers;
using Rtm.Console.Components.Layout;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

/// <summary>Pages are opened and closed all day: nothing of them may stay, neither a subscription nor memory.</summary>
public sealed class OpenCloseTests : IAsyncDisposable
{
    private const int Cycles = 500;

    /// <summary>bUnit keeps what a renderer ever drew, and the last renderer: each draws a few pages only.</summary>
    private const int CyclesEach = 50;

    private readonly PageBench _bench = new("local", "other");
    private readonly List<WeakReference> _pages = [];

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Page_OpenedAndClosedFiveHundredTimes_LeavesNoSubscriptionAndNoMemory()
    {
        foreach (var board in _bench.Boards)
            board.ShowList([.. Enumerable.Range(1, 20).Select(i => PageBench.Container(i, engine: board.Engine))]);

        for (var turn = 0; turn < Cycles + CyclesEach; turn += CyclesEach)
            await TurnAsync();

        Assert.All(_bench.Boards, board => Assert.Equal(0, board.Subscribers));
        Assert.All(_bench.Timelines, timeline => Assert.Equal(0, timeline.Subscribers));
        await Eventually.ValueAsync("the pages to be gone", () => Alive(_pages[..Cycles]), alive => alive == 0, Ct);
    }

    /// <summary>Boards, timelines and the page's clock outlive the pages, as in the console.</summary>
    private async Task TurnAsync()
    {
        await using var renderer = new PageBench { PageClock = _bench.PageClock };
        renderer.Services.AddSingleton(_bench.Directory);
        for (var i = 0; i < CyclesEach; i++)
        {
            _pages.Add(new(renderer.Render<ContainersPage>().Instance));
            renderer.Render<ConnectionChips>();
            Assert.All(_bench.Boards, board => Assert.Equal(2, board.Subscribers));
            await renderer.CloseAsync();
        }
    }

    private static int Alive(IReadOnlyList<WeakReference> pages)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return pages.Count(p => p.IsAlive);
    }
}

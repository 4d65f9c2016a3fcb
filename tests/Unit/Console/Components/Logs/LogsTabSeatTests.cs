using Bunit;
using Rtm.Console.Components.Containers;
using Rtm.Console.Inspection;
using Rtm.Console.Security;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Logs;

/// <summary>The log of somebody who has many open. The bench gives each person two.</summary>
public sealed class LogsTabSeatTests : IAsyncDisposable
{
    private const string Subject = "sub-viewer";

    private static readonly string Id = SampleContainers.IdOf(1);

    private readonly PageBench _bench = new();
    private readonly LogSeats _seats;

    public LogsTabSeatTests()
    {
        _bench.SignIn(Roles.Viewer);
        _seats = _bench.Resolve<LogSeats>();
        _bench.Engine.AppendLog(Id, new(LogSource.Stdout, _bench.Clock.GetUtcNow(), "one", false));
    }

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Tab_TooManyLogsOpen_SaysWhatToDoUntilOneIsClosed()
    {
        var first = _seats.Take(Subject);
        using var second = _seats.Take(Subject);
        var page = Page();
        await SeenAsync(page, IsRefused);

        await TryAgainAsync(page);
        await SeenAsync(page, IsRefused);
        first.Dispose();
        await TryAgainAsync(page);

        await SeenAsync(page, () => page.FindAll(".ln").Count == 1 && page.FindAll("[role=alert]").Count == 0);

        bool IsRefused() => page.FindAll("[role=alert] .notice-reason").Any(e => e.TextContent.StartsWith("You have 2 logs open", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tab_Left_GivesItsSeatBack()
    {
        using var other = _seats.Take(Subject);
        var page = Page();
        await SeenAsync(page, () => page.FindAll(".ln").Count == 1);
        Assert.False(CanTake());

        page.Render(p => p.Add(c => c.Tab, "raw"));

        await Eventually.TrueAsync("a seat", CanTake, Ct);
    }

    private bool CanTake()
    {
        try
        {
            _seats.Take(Subject).Dispose();
            return true;
        }
        catch (DeskException)
        {
            return false;
        }
    }

    private IRenderedComponent<ContainerPage> Page()
    {
        _bench.Engine.Put(new SampleContainers(_bench.Clock.GetUtcNow()).Healthy());
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Navigation.NavigateTo($"/containers/local/{Id}/logs");
        return _bench.Render<ContainerPage>(p => p.Add(c => c.Engine, "local").Add(c => c.Id, Id).Add(c => c.Tab, "logs"));
    }

    private static Task TryAgainAsync(IRenderedComponent<ContainerPage> page) =>
        page.FindAll("button").First(button => button.TextContent.Trim() == "Try again").ClickAsync();

    /// <summary>Lets the page's clock go on until it is seen: draws are a tenth of a second apart.</summary>
    private Task<bool> SeenAsync(IRenderedComponent<ContainerPage> page, Func<bool> seen) => Eventually.ValueAsync(
        "the page to show it",
        async () =>
        {
            _bench.Clock.Advance(LogFollower.Window);
            return await page.InvokeAsync(seen);
        },
        done => done,
        Ct);
}

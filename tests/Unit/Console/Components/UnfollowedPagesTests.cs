using Bunit;
using Rtm.Console.Components.Containers;
using Rtm.Console.Components.Timeline;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

/// <summary>What the pages say of an engine that tells its list but not its events.</summary>
public sealed class UnfollowedPagesTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Containers_SayThatEventsAreUnavailableAndWhy()
    {
        Unfollowed();

        var notice = _bench.Render<ContainersPage>().Find("[role=alert]");

        Assert.Equal("local answers, but its events are unavailable: what is shown is a list, and changes since then may be missed.", notice.QuerySelector(".notice-title")!.TextContent);
        Assert.Equal("answered 503", notice.QuerySelector(".notice-reason")!.TextContent);
    }

    [Fact]
    public void Containers_SayOfWhenTheListIsOutsideTheAlert()
    {
        Unfollowed();
        _bench.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("The list is read again and again; the newest is of 12:00:00 UTC, which is 3 s ago.", _bench.Render<ContainersPage>().Find("[aria-live=off]").TextContent);
    }

    [Fact]
    public void Containers_RowsKeepTheMarkOfWhatMayBeOld()
    {
        Unfollowed();

        Assert.Equal("stale", _bench.Render<ContainersPage>().Find("tbody tr[aria-rowindex]").ClassName);
    }

    [Fact]
    public void Containers_FollowedAgain_SayNothingMore()
    {
        Unfollowed();
        _bench.Board.ShowList([PageBench.Container(1)]);

        Assert.Empty(_bench.Render<ContainersPage>().FindAll("[role=alert]"));
    }

    [Fact]
    public void Container_SaysSoToo()
    {
        Unfollowed();

        var page = _bench.Render<ContainerPage>(p => p.Add(c => c.Engine, "local").Add(c => c.Id, SampleContainers.IdOf(1)));

        Assert.Contains("events are unavailable", page.Find("[role=alert] .notice-title").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Container_Unknown_IsOnlyUnknownToTheList()
    {
        Unfollowed();
        var page = _bench.Render<ContainerPage>(p => p.Add(c => c.Engine, "local").Add(c => c.Id, SampleContainers.IdOf(2)));

        await page.UntilAsync(() => Assert.Equal("Not known as of 12:00:00 UTC", page.Find(".empty h2").TextContent));
        Assert.Contains("The engine does not tell its events at the moment.", page.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Timeline_FollowedUntilThen_SaysSoHoweverNewTheListIs()
    {
        _bench.Board.ShowList([PageBench.Container(1)]);
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Unfollowed();

        Assert.Equal("local does not tell its events: its events are complete until 2026-11-23 12:00:00 UTC.", Timeline());
    }

    [Fact]
    public void Timeline_NeverFollowed_SaysSo()
    {
        Unfollowed();

        Assert.Equal("local has not told its events since the console started: what you see of it is older.", Timeline());
    }

    private string Timeline() => _bench.Render<TimelineList>(p => p.Add(l => l.Filter, new())).Find(".behind").TextContent.Trim();

    private void Unfollowed()
    {
        _bench.Board.ShowList([PageBench.Container(1)], isFollowed: false);
        _bench.Board.ShowFailure("answered 503", null, isListed: true);
    }
}

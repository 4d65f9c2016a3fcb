using Bunit;
using Rtm.Console.Components.Layout;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public sealed class ConnectionChipsTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Chip_NothingHeardYet_IsConnecting() => Assert.Equal("local Connecting …", Text());

    [Fact]
    public void Chip_EngineAnswers_IsLive()
    {
        _bench.Board.ShowList([]);

        Assert.Equal("local Live", Text());
    }

    [Fact]
    public void Chip_EngineLost_SaysHowLongAndWhenNext()
    {
        _bench.Board.ShowList([]);
        _bench.Board.ShowFailure("gone", _bench.Clock.GetUtcNow().AddSeconds(5));
        _bench.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("local Reconnecting for 3 s, next try in 2 s", Text());
    }

    [Fact]
    public void Chip_ListWithoutEvents_SaysOfWhenTheListIsAndWhenNext()
    {
        _bench.Board.ShowList([], isFollowed: false);
        _bench.Board.ShowFailure("503", _bench.Clock.GetUtcNow().AddSeconds(5), isListed: true);
        _bench.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("local No events · list as of 12:00:00 UTC, next try in 2 s", Text());
    }

    [Fact]
    public void Chip_PictureTooOld_SaysAsOfWhen()
    {
        _bench.Board.ShowList([]);
        _bench.Clock.Advance(TimeSpan.FromSeconds(10));
        _bench.Board.ShowFailure("gone", null);

        Assert.Equal("local Stale as of 12:00:00 UTC, trying now", Text());
    }

    [Fact]
    public void Chip_TimePasses_Ticks()
    {
        _bench.Board.ShowList([]);
        _bench.Board.ShowFailure("gone", null);
        var chips = _bench.Render<ConnectionChips>();

        _bench.Clock.Advance(TimeSpan.FromSeconds(4));
        chips.InvokeAsync(_bench.PageClock.Tick);

        Assert.Contains("for 4 s", chips.Find(".chip-detail").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(600, "; engine clock 10 min ahead")]
    [InlineData(-3, "; engine clock 3 s behind")]
    [InlineData(2, "")]
    public void Chip_EngineClockDiffers_SaysSoWhereItMatters(int seconds, string words)
    {
        _bench.Board.ShowList([]);
        _bench.Board.ShowInfo(PageBench.Info(TimeSpan.FromSeconds(seconds)));

        Assert.Equal("Docker Engine 28.0, API 1.48, Debian" + words, _bench.Render<ConnectionChips>().Find(".chip").GetAttribute("title"));
    }

    [Fact]
    public async Task Chips_EightEngines_NamesTheSilentAndCountsTheLive() =>
        Assert.Equal(["e3 Not reachable for 0 s, trying now", "e7 Connecting …", "6 live"], await ChipsAsync(silent: [3], waiting: [7]));

    [Fact]
    public async Task Chips_EightEnginesManySilent_CountsEachPhase() =>
        Assert.Equal(["4 not reachable", "1 connecting", "3 live"], await ChipsAsync(silent: [0, 1, 2, 3], waiting: [7]));

    [Fact]
    public async Task Chips_ThreeEngines_NamesEachAndTheSilentFirst() =>
        Assert.Equal(["e2 Not reachable for 0 s, trying now", "e0 Live", "e1 Live"], await ChipsAsync(silent: [2], waiting: [], engines: 3));

    private static async Task<string[]> ChipsAsync(int[] silent, int[] waiting, int engines = 8)
    {
        await using var bench = new PageBench([.. Enumerable.Range(0, engines).Select(i => $"e{i}")]);
        foreach (var i in Enumerable.Range(0, engines).Except(waiting))
        {
            if (silent.Contains(i))
                bench.Boards[i].ShowFailure("gone", null);
            else
                bench.Boards[i].ShowList([]);
        }

        return [.. bench.Render<ConnectionChips>().FindAll(".chip").Select(c => Tidy(c.TextContent))];
    }

    private static string Tidy(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private string Text() => Tidy(_bench.Render<ConnectionChips>().Find(".chip").TextContent);
}

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

    private string Text() => string.Join(' ', _bench.Render<ConnectionChips>().Find(".chip").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

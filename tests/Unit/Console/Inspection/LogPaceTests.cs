using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Inspection;
using Xunit;

namespace Rtm.Unit.Tests.Console.Inspection;

public sealed class LogPaceTests
{
    private const int LineLength = 200;

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Pace_OfAnEndlessSource_FallsToTheSteadyOneOnceAViewIsRead()
    {
        var pace = new LogPace(_clock);
        var first = 0;
        for (var window = 0; window < LogPace.MostSaved / LogPace.MostPerWindow; window++)
            first += await ReadAsync(pace);
        // What was earned meanwhile is spent, too.
        for (var window = 0; window < 10; window++)
            await ReadAsync(pace);

        Assert.Equal(LogPace.MostSaved, first);
        Assert.Equal(LogPace.SteadyPerWindow, await ReadAsync(pace));
    }

    [Fact]
    public async Task Pace_AfterAQuietTime_TakesAnOutburstAtOnce()
    {
        var pace = new LogPace(_clock);
        for (var window = 0; window < 20; window++)
            await ReadAsync(pace);
        _clock.Advance(LogPace.MostSaved / LogPace.SteadyPerWindow * LogPace.Window);
        // The window that was under way meanwhile.
        await ReadAsync(pace);

        Assert.Equal(LogPace.MostPerWindow, await ReadAsync(pace));
    }

    [Fact]
    public async Task Pace_LinesWithoutText_CostAsMuchAsShortOnes()
    {
        var pace = new LogPace(_clock);

        Assert.Equal(LogPace.MostPerWindow / LogPace.LeastPerLine, await CountAsync(pace, 0));
    }

    private async Task<int> ReadAsync(LogPace pace) => await CountAsync(pace, LineLength) * LineLength;

    /// <summary>Lines that it lets through until the next window.</summary>
    private async Task<int> CountAsync(LogPace pace, int length)
    {
        var lines = 1;
        while (!pace.Spend(length))
            lines++;
        var resting = pace.RestAsync(TestContext.Current.CancellationToken);
        _clock.Advance(LogPace.Window);
        await resting;
        return lines;
    }
}

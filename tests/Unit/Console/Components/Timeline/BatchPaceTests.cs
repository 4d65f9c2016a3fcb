using Rtm.Console.Components.Timeline;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

public class BatchPaceTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(20, 16)]
    [InlineData(50, 100)]
    [InlineData(1000, 500)]
    public void Window_SteadyRate_WidensWithIt(int aSecond, int milliseconds)
    {
        var (pace, now, window) = (new BatchPace(), Rows.Start, TimeSpan.Zero);
        for (var i = 0; i < 20 * aSecond; i++)
            window = pace.Next(1, now = now.AddSeconds(1.0 / aSecond));

        Assert.InRange(window.TotalMilliseconds, milliseconds * 0.9, milliseconds * 1.1);
    }

    [Fact]
    public void Window_StormOver_IsShortAgain()
    {
        var pace = new BatchPace();
        pace.Next(5000, Rows.Start);

        Assert.Equal(BatchPace.Shortest, pace.Next(1, Rows.Start.AddSeconds(10)));
    }
}

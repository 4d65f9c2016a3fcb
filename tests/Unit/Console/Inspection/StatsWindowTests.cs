using Rtm.Console.Inspection;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Inspection;

public sealed class StatsWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void With_TwoReadings_GivesTheRatesBetweenThem()
    {
        var window = new StatsWindow().With(At(0, received: 1000)).With(At(2, received: 3000));

        Assert.Null(window.Points[0].ReceivedPerSecond);
        Assert.Equal(1000, window.Points[1].ReceivedPerSecond);
    }

    [Fact]
    public void With_CountersBeganAnew_HasNoRate() =>
        Assert.Null(new StatsWindow().With(At(0, received: 5000)).With(At(1, received: 10)).Last!.ReceivedPerSecond);

    [Fact]
    public void With_ReadingOfAStoppedContainer_IsLeftOut() => Assert.Empty(new StatsWindow().With(new ContainerStats()).Points);

    [Fact]
    public void With_ReadingThatIsNotLater_IsLeftOut() => Assert.Single(new StatsWindow().With(At(1)).With(At(1)).With(At(0)).Points);

    [Fact]
    public void With_MoreThanFiveMinutes_ForgetsTheOldest()
    {
        var window = new StatsWindow();
        for (var second = 0; second <= 1000; second++)
            window = window.With(At(second));

        Assert.Equal(301, window.Points.Count);
        Assert.Equal(Start.AddSeconds(700), window.Points[0].At);
    }

    [Fact]
    public void With_TooManyReadings_StaysBounded()
    {
        var window = new StatsWindow();
        for (var i = 0; i < 2 * StatsWindow.MostPoints; i++)
            window = window.With(At(i / 100.0));

        Assert.Equal(StatsWindow.MostPoints, window.Points.Count);
    }

    private static ContainerStats At(double second, long received = 0) => new() { ReadAt = Start.AddSeconds(second), NetworkReceivedBytes = received };
}

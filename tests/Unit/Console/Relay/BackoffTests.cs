using Rtm.Console.Relay;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public class BackoffTests
{
    private static readonly EngineFailure Where = new("local", "list containers", "");

    [Theory]
    [InlineData(1, 0, 0.2)]
    [InlineData(1, 1, 0.25)]
    [InlineData(3, 1, 1)]
    [InlineData(50, 0, 4)]
    [InlineData(50, 1, 5)]
    public void After_Failures_GrowsToFiveSecondsWithJitter(int failures, double jitter, double seconds) =>
        Assert.Equal(seconds, Backoff.After(failures, new EngineException(Where, ""), jitter).TotalSeconds, 3);

    [Fact]
    public void After_NobodyAtTheSocket_StaysUnderASecond() =>
        Assert.Equal(0.75, Backoff.After(50, new EngineUnreachableException(Where, ""), 1).TotalSeconds, 3);

    [Fact]
    public void After_NoAnswerInTime_StaysUnderASecond() =>
        Assert.Equal(0.75, Backoff.After(50, new EngineTimeoutException(Where, ""), 1).TotalSeconds, 3);
}

using Rtm.Console.Components.Common;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public class TimeWordsTests
{
    [Fact]
    public void Duration_EndBeforeStart_IsNeverNegative() => Assert.Equal("0 s", TimeWords.Duration(TimeSpan.FromHours(-3)));

    [Theory]
    [InlineData(-0.4, "+0.0 s")]
    [InlineData(29.94, "+29.9 s")]
    [InlineData(100, "+1 min")]
    public void Since_Span_IsFineWhileItIsShort(double seconds, string words) => Assert.Equal(words, TimeWords.Since(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(-500, 1500)]
    [InlineData(0, 1000)]
    [InlineData(5_300, 700)]
    [InlineData(60_000, 60_000)]
    [InlineData(3_599_000, 1_000)]
    [InlineData(3_600_000, 3_600_000)]
    public void UntilNext_Span_IsWhenItsWordsChange(int milliseconds, int rest)
    {
        var span = TimeSpan.FromMilliseconds(milliseconds);

        Assert.Equal(TimeSpan.FromMilliseconds(rest), TimeWords.UntilNext(span));
        Assert.NotEqual(TimeWords.Duration(span), TimeWords.Duration(span + TimeWords.UntilNext(span)));
    }
}

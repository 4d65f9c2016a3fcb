using Rtm.Console.Components.Common;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public class TimeWordsTests
{
    [Fact]
    public void Duration_EndBeforeStart_IsNeverNegative() => Assert.Equal("0 s", TimeWords.Duration(TimeSpan.FromHours(-3)));
}

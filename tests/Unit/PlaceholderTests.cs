namespace Rtm.Unit.Tests;

public class EventCursorTests
{
    [Xunit.Fact]
    public void At_NegativeTime_CountsAsZero() => Xunit.Assert.Equal(0, Rtm.Docker.EventCursor.At(-5).TimeNano);
}

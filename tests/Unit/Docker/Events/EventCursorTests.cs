using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Events;

public class EventCursorTests
{
    [Fact]
    public void At_NegativeTime_CountsAsZero() => Assert.Equal(0, EventCursor.At(-5).TimeNano);
}

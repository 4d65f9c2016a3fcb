using CsCheck;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class EventResumeTests
{
    private static readonly EngineMessage Last = new() { Type = "container", Action = "die", ActorId = "a", TimeNano = 1_700_000_000_000_000_007 };

    [Theory]
    [InlineData(0, "0.000000000")]
    [InlineData(7, "0.000000007")]
    [InlineData(1_700_000_000_120_000_000, "1700000000.120000000")]
    [InlineData(long.MaxValue, "9223372036.854775807")]
    public void Since_Cursor_HasNineDigits(long timeNano, string expected) => Assert.Equal(expected, new EventResume(EventCursor.At(timeNano)).Since);

    [Fact]
    public void Since_NoCursor_IsNull() => Assert.Null(new EventResume(null).Since);

    [Fact]
    public void Since_AnyCursor_ReadsBackToTheNanosecond() => Gen.Long[0, long.MaxValue].Sample(timeNano =>
        timeNano == long.Parse(new EventResume(EventCursor.At(timeNano)).Since!.Replace(".", ""), System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void IsSeen_TheCursorsEventTwice_OnlyTheFirst()
    {
        var resume = new EventResume(EventCursor.After(Last));

        Assert.Equal((true, false), (resume.IsSeen(Last with { Attributes = new Dictionary<string, string> { ["x"] = "y" } }), resume.IsSeen(Last)));
    }

    [Fact]
    public void IsSeen_AnotherEventOfTheSameInstant_IsNew()
    {
        var resume = new EventResume(EventCursor.After(Last));

        Assert.Equal(
            (false, false, false, true),
            (resume.IsSeen(Last with { Action = "stop" }), resume.IsSeen(Last with { ActorId = "b" }), resume.IsSeen(Last with { TimeNano = 1 }), resume.IsSeen(Last)));
    }

    [Fact]
    public void IsSeen_CursorOfATime_IsNothing() => Assert.False(new EventResume(EventCursor.At(Last.TimeNano)).IsSeen(Last));
}

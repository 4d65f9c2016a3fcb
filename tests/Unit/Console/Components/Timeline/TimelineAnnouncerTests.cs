using Rtm.Console.Components.Timeline;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

public class TimelineAnnouncerTests
{
    private readonly TimelineAnnouncer _announcer = new();

    [Fact]
    public void Speak_ManyEventsAndACrash_SumsUp()
    {
        for (var i = 0; i < 11; i++)
            _announcer.Note(Rows.Event(i));
        _announcer.Note(Rows.Event(11, "die", exitCode: 1));
        _announcer.Speak(Rows.Start);

        Assert.Equal("12 new events, 1 crash", _announcer.Text);
    }

    [Fact]
    public void Speak_Gap_IsNamed()
    {
        _announcer.Note(new TimelineGap("local", 1, Rows.Start, Rows.Start, GapCause.Unknown));
        _announcer.Speak(Rows.Start);

        Assert.Equal("1 gap: events were lost", _announcer.Text);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Speak_Again_WaitsFiveSeconds(int seconds, bool speaks)
    {
        _announcer.Note(Rows.Event(1));
        _announcer.Speak(Rows.Start);
        _announcer.Note(Rows.Event(2));

        Assert.Equal(speaks, _announcer.Speak(Rows.Start.AddSeconds(seconds)));
    }

    [Fact]
    public void Speak_NothingNew_IsSilent() => Assert.False(_announcer.Speak(Rows.Start));
}

using Rtm.Console.Components.Timeline;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

public class TimelineQueryTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("")]
    [InlineData("?engine=one&engine=two")]
    [InlineData("?container=" + Id)]
    [InlineData("?owner=")]
    [InlineData("?owner=a%20b")]
    [InlineData("?action=die,health_status")]
    [InlineData("?from=2026-11-30T10:00:00Z&to=2026-11-30T11:00:00Z")]
    [InlineData("?q=game%2F1%26x")]
    [InlineData("?at=2026-11-30T10:00:00Z&probes=show")]
    public void Address_Usable_ComesBackTheSame(string address)
    {
        var query = TimelineQuery.Parse(address);

        Assert.Empty(query.Faults);
        Assert.Equal(address, query.ToString());
    }

    [Theory]
    [InlineData("?container=game-1", "container")]
    [InlineData("?container=" + Id + "0", "container")]
    [InlineData("?container=..%2Fimages", "container")]
    [InlineData("?action=Die", "action")]
    [InlineData("?action=%3Cscript%3E", "action")]
    [InlineData("?from=yesterday", "from")]
    [InlineData("?to=2026-13-01", "to")]
    [InlineData("?at=1700000000", "at")]
    [InlineData("?probes=yes", "probes")]
    public void Address_PartCantBeUsed_IsSaidKeptAndNarrowsNothing(string address, string key)
    {
        var query = TimelineQuery.Parse(address);

        Assert.Equal(key, Assert.Single(query.Faults).Key);
        Assert.True(query.Filter.IsEverything);
        Assert.Equal(address, query.ToString());
    }

    [Fact]
    public void Address_EndBeforeStart_KeepsTheStartAndSaysSo()
    {
        var query = TimelineQuery.Parse("?from=2026-11-30T11:00:00Z&to=2026-11-30T10:00:00Z");

        Assert.Equal("to", Assert.Single(query.Faults).Key);
        Assert.Equal(11, query.From!.Value.Hour);
        Assert.Null(query.To);
    }

    [Theory]
    [InlineData("2026-11-30T18:00:00Z", 18)]
    [InlineData("2026-11-30T18:00:00+02:00", 16)]
    [InlineData("2026-11-30T18:00:00", 18)]
    [InlineData("2026-11-30T18:00", 18)]
    [InlineData("2026-11-30T18:00:00.25Z", 18)]
    [InlineData("2026-11-30", 0)]
    public void Time_EachForm_IsReadAsUtc(string text, int hour)
    {
        Assert.True(TimelineQuery.TryTime(text, out var time));
        Assert.Equal((hour, TimeSpan.Zero), (time.Hour, time.Offset));
    }

    [Fact]
    public void Field_SetAnew_ForgetsWhatWasWrongWithIt() =>
        Assert.Equal("?q=a", (TimelineQuery.Parse("?from=yesterday&q=a").Without("from") with { From = null }).ToString());

    [Fact]
    public void Text_TooLong_IsCut() => Assert.Equal(TimelineQuery.LongestText, TimelineQuery.Parse("?q=" + new string('a', 5000)).Text.Length);
}

using Rtm.Console.Exports;
using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.Exports;

public class TimelineCsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\u2409=1")]
    [InlineData("\r=1", "'\u240d=1")]
    [InlineData("\n=1", "'\u240a=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("=HYPERLINK(\"http://evil\",\"x\")", "\"'=HYPERLINK(\"\"http://evil\"\",\"\"x\"\")\"")]
    [InlineData("a\r\nb", "a\u240d\u240ab")]
    [InlineData("\u001b[31mred", "\u241b[31mred")]
    public void Name_FormulaQuoteOrEscape_IsHarmless(string name, string cell) =>
        Assert.Equal(cell, Between(TimelineCsv.Line(Row with { Name = name })));

    [Fact]
    public void Line_EachKind_HasACellForEachColumn()
    {
        var columns = TimelineCsv.Header.Split(',').Length;
        var at = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        TimelineEntry[] rows =
        [
            new TimelineEvent("local", 1, at) { TimeNano = 1, ContainerId = "1", Action = "die", ExitCode = 3 },
            new TimelineGap("local", 2, at, at.AddSeconds(1), GapCause.ConsoleDown) { Changes = 1 },
            new TimelineDifference("local", 3, at, 2, new("1", "game", "running", "exited (3)")),
        ];

        Assert.All(rows, row => Assert.Equal(columns, TimelineCsv.Line(TimelineRow.Of(row)).Split(',').Length));
    }

    private static TimelineRow Row => new() { Id = "e:1", Kind = "event", Engine = "e", Sequence = 1, At = DateTimeOffset.UnixEpoch };

    // The name is the only cell with text between engine, kind and the sequence.
    private static string Between(string line) => line["1970-01-01T00:00:00.0000000Z,e,event,,".Length..^",,,,,,,,,,,,1,\r\n".Length];
}

using Rtm.Console.Components.ContainerTabs.Logs;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Logs;

public sealed class LogLevelsTests
{
    [Theory]
    [InlineData("ERROR cannot bind", "ERR")]
    [InlineData("2026-01-02 03:04:05 WARN  slow tick", "WRN")]
    [InlineData("[INF] started", "INF")]
    [InlineData("time=… level=error msg=x", "ERR")]
    [InlineData("""{"ts":1,"level":"warning","msg":"ERROR in the text"}""", "WRN")]
    [InlineData("""{"severity": "DEBUG"}""", "DBG")]
    [InlineData("fail: Game.Server[0]", "ERR")]
    [InlineData("warn: Game.Server[0]", "WRN")]
    [InlineData("info: Game.Server[0]", "INF")]
    [InlineData("trce: Game.Server[0]", "DBG")]
    [InlineData("error: no such file", "ERR")]
    [InlineData("[warning] x", "WRN")]
    [InlineData("panic: runtime error", "ERR")]
    [InlineData("CRITICAL", "ERR")]
    [InlineData("<3>ERR] kernel", "ERR")]
    public void Of_LineThatNamesALevel_FindsIt(string line, string word) => Assert.Equal(word, LogLevels.Word(LogLevels.Of(line)));

    [Theory]
    [InlineData("")]
    [InlineData("no errors were found")]
    [InlineData("TERRORIZED")]
    [InlineData("player warned by moderator")]
    [InlineData("an information desk")]
    [InlineData("levelling up")]
    public void Of_ProseAboutErrors_IsNone(string line) => Assert.Equal("", LogLevels.Word(LogLevels.Of(line)));

    [Fact]
    public void Of_LevelFarInTheLine_IsNotLookedFor() => Assert.Equal("", LogLevels.Word(LogLevels.Of(new string('x', 500) + " ERROR")));
}

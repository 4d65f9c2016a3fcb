using Rtm.Console.Components.Timeline;
using Rtm.Console.Verdicts;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Timeline;

public class ActionWordsTests
{
    [Theory]
    [InlineData("create", "", null, "Created", Severity.Neutral)]
    [InlineData("start", "", null, "Started", Severity.Ok)]
    [InlineData("die", "", null, "Exited", Severity.Neutral)]
    [InlineData("die", "", 0, "Exited with code 0", Severity.Neutral)]
    [InlineData("die", "", 3, "Exited with code 3", Severity.Failed)]
    [InlineData("die", "", 137, "Exited with code 137 (SIGKILL)", Severity.Failed)]
    [InlineData("die", "", 139, "Exited with code 139 (SIGSEGV)", Severity.Failed)]
    [InlineData("die", "", 143, "Exited with code 143 (SIGTERM)", Severity.Attention)]
    [InlineData("kill", "9", null, "Killed (SIGKILL)", Severity.Attention)]
    [InlineData("kill", "15", null, "Killed (SIGTERM)", Severity.Attention)]
    [InlineData("kill", "SIGTERM", null, "Killed (SIGTERM)", Severity.Attention)]
    [InlineData("kill", "1", null, "Sent SIGHUP", Severity.Neutral)]
    [InlineData("kill", "37", null, "Sent signal 37", Severity.Neutral)]
    [InlineData("kill", "", null, "Killed", Severity.Attention)]
    [InlineData("stop", "", null, "Stopped", Severity.Neutral)]
    [InlineData("restart", "", null, "Restarted", Severity.Neutral)]
    [InlineData("oom", "", null, "Ran out of memory", Severity.Failed)]
    [InlineData("pause", "", null, "Paused", Severity.Attention)]
    [InlineData("unpause", "", null, "Resumed", Severity.Neutral)]
    [InlineData("rename", "old-name", null, "Renamed from old-name", Severity.Neutral)]
    [InlineData("rename", "", null, "Renamed", Severity.Neutral)]
    [InlineData("destroy", "", null, "Removed", Severity.Neutral)]
    [InlineData("health_status", "healthy", null, "Became healthy", Severity.Ok)]
    [InlineData("health_status", "unhealthy", null, "Became unhealthy", Severity.Failed)]
    [InlineData("health_status", "running", null, "Health: running", Severity.Neutral)]
    [InlineData("update", "", null, "Limits changed", Severity.Neutral)]
    [InlineData("exec_start", "", null, "A command started inside", Severity.Neutral)]
    [InlineData("exec_die", "", 2, "A command inside ended with code 2", Severity.Neutral)]
    [InlineData("checkpoint", "one", null, "Event “checkpoint”: one", Severity.Neutral)]
    [InlineData("", "", null, "An event without a name", Severity.Neutral)]
    public void Words_EachAction_AreAnOperators(string action, string detail, int? exitCode, string text, Severity severity)
    {
        var words = ActionWords.Of(Rows.Event(1, action, detail, exitCode));

        Assert.Equal((text, severity), (words.Text, words.Severity));
    }

    [Fact]
    public void Words_DiedOutOfMemory_HasTheIconOfIt() =>
        Assert.Equal(VerdictIcon.Memory, ActionWords.Of(Rows.Event(1, "die", exitCode: 137), outOfMemory: true).Icon);

    [Theory]
    [InlineData("rename", "\u001b[31m\u202E<b>", "Renamed from \u241b[31m\\u{202E}<b>")]
    [InlineData("kill", "\u001b[2J", "Sent \u241b[2J")]
    [InlineData("health_status", "\u0007", "Health: \u2407")]
    [InlineData("\u001b]0;owned", "\u0007", "Event “\u241b]0;owned”: \u2407")]
    public void Words_TerminalEscapesInADetail_AreShownNotRun(string action, string detail, string text) =>
        Assert.Equal(text, ActionWords.Of(Rows.Event(1, action, detail)).Text);
}

using Rtm.Console.Relay;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public class StatusTextTests
{
    [Theory]
    [InlineData("Exited (3) 5 minutes ago", 3)]
    [InlineData("Exited (137) Less than a second ago", 137)]
    [InlineData("Restarting (1) 2 seconds ago", 1)]
    [InlineData("Exited (-1) 2 seconds ago", -1)]
    [InlineData("Up 2 hours (healthy)", null)]
    [InlineData("Exited (99999999999999999999) 2 days ago", null)]
    [InlineData("", null)]
    public void ExitCode_EngineSentence_IsRead(string text, int? code) => Assert.Equal(code, StatusText.ExitCode(text));

    [Theory]
    [InlineData("Up 2 hours (healthy)", "healthy")]
    [InlineData("Up 2 hours (unhealthy)", "unhealthy")]
    [InlineData("Up 2 seconds (health: starting)", "starting")]
    [InlineData("Up 2 hours", null)]
    [InlineData("Up 2 hours (Paused)", null)]
    public void Health_EngineSentence_IsRead(string text, string? health) => Assert.Equal(health, StatusText.Health(text));

    [Theory]
    [InlineData("Up Less than a second", 1)]
    [InlineData("Up 1 second (healthy)", 2)]
    [InlineData("Up 59 seconds (healthy)", 60)]
    [InlineData("Exited (0) About a minute ago", 120)]
    [InlineData("Up About an hour", 7200)]
    [InlineData("Exited (137) 2 days ago", 259_200)]
    [InlineData("Created", null)]
    [InlineData("", null)]
    public void LongestSince_EngineSentence_IsTheNextWholeUnit(string text, int? seconds) =>
        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), StatusText.LongestSince(text));
}

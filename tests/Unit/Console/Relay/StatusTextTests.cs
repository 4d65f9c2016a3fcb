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
    [InlineData("Up 2 hours", "Up About an hour")]
    [InlineData("Up Less than a second", "Up 3 weeks")]
    [InlineData("Exited (0) About a minute ago", "Exited (0) 13 months ago")]
    [InlineData("Up 1 second (healthy)", "Up 59 seconds (healthy)")]
    public void WithoutDuration_OnlyDurationDiffers_IsTheSame(string one, string other) =>
        Assert.Equal(StatusText.WithoutDuration(one), StatusText.WithoutDuration(other));

    [Theory]
    [InlineData("Exited (0) 2 hours ago", "Exited (3) 2 hours ago")]
    [InlineData("Up 2 hours (healthy)", "Up 2 hours (unhealthy)")]
    public void WithoutDuration_MoreThanTheDurationDiffers_Differs(string one, string other) =>
        Assert.NotEqual(StatusText.WithoutDuration(one), StatusText.WithoutDuration(other));

    [Theory]
    [InlineData("Up Less than a second", true)]
    [InlineData("Up 59 seconds (healthy)", true)]
    [InlineData("Up About a minute", false)]
    [InlineData("Created", false)]
    public void IsRecent_EngineSentence_TellsTheLastMinute(string text, bool recent) => Assert.Equal(recent, StatusText.IsRecent(text));
}

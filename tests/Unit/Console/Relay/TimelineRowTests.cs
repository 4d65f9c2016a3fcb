using System.Text.Json;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

public class TimelineRowTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 14, 0, 0, TimeSpan.FromHours(2));

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    [Fact]
    public void Event_Outward_SaysWhatHappenedInUtc() => Assert.Equal(
        $$"""{"id":"local:7","kind":"event","engine":"local","sequence":7,"at":"2026-11-23T12:00:00+00:00","containerId":"{{SampleContainers.IdOf(1)}}","name":"game-1","image":"i:1","owner":"rtmanager","action":"die","detail":"","exitCode":3}""",
        Json(new TimelineEvent("local", 7, At)
        {
            TimeNano = 1,
            ContainerId = SampleContainers.IdOf(1),
            Name = "game-1",
            Image = "i:1",
            Owner = "rtmanager",
            Action = "die",
            ExitCode = 3,
        }));

    [Fact]
    public void Gap_Outward_HasBothEndsCauseAndCount() => Assert.Equal(
        """{"id":"local:8","kind":"gap","engine":"local","sequence":8,"at":"2026-11-23T12:00:30+00:00","from":"2026-11-23T12:00:00+00:00","to":"2026-11-23T12:00:30+00:00","cause":"EngineRestarted","changes":2}""",
        Json(new TimelineGap("local", 8, At, At.AddSeconds(30), GapCause.EngineRestarted) { Changes = 2 }));

    [Fact]
    public void Difference_Outward_NamesItsGap() => Assert.Equal(
        """{"id":"local:9","kind":"difference","engine":"local","sequence":9,"at":"2026-11-23T12:00:00+00:00","containerId":"1","name":"game-1","gap":8,"before":"running","after":""}""",
        Json(new TimelineDifference("local", 9, At, 8, new("1", "game-1", "running", ""))));

    private static string Json(TimelineEntry row) => JsonSerializer.Serialize(TimelineRow.Of(row), Web);
}

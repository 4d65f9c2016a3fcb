using System.Text;
using CsCheck;
using Rtm.Docker;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class EventDecoderTests
{
    [Fact]
    public void Decode_Die_HasAllOfIt()
    {
        var decoded = Decode("""
            {"status":"die","id":"abc","from":"game:1","Type":"container","Action":"die","Actor":{"ID":"abc","Attributes":
            {"exitCode":"137","image":"game:1","name":"n1"}},"scope":"local","time":1700000000,"timeNano":1700000000123456789}
            """);

        Assert.Equivalent(
            new EngineEvent
            {
                Action = "die",
                ContainerId = "abc",
                Labels = new Dictionary<string, string> { ["exitCode"] = "137", ["image"] = "game:1", ["name"] = "n1" },
                ExitCode = 137,
                OccurredAt = new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero).AddTicks(1234567),
                TimeNano = 1700000000123456789,
            },
            decoded);
    }

    [Theory]
    [InlineData("""{"Type":"network","Action":"connect"}""")]
    [InlineData("""{"Type":null,"Action":"start"}""")]
    [InlineData("""{"Type":7}""")]
    [InlineData("""{}""")]
    [InlineData("""[1]""")]
    [InlineData("null")]
    public void Decode_NotAContainerEvent_IsNull(string json) => Assert.Null(Decode(json));

    [Theory]
    [InlineData("exec_create: sh -c 'cat /run/secret'", "exec_create")]
    [InlineData("exec_start: sh", "exec_start")]
    [InlineData("exec_die", "exec_die")]
    [InlineData("health_status: healthy", "health_status: healthy")]
    [InlineData("start", "start")]
    public void Decode_ActionWithSuffix_DropsOnlyCommands(string action, string expected) =>
        Assert.Equal(expected, Decode($$"""{"Type":"container","Action":"{{action}}","status":"{{action}}"}""")?.Action);

    [Fact]
    public void Decode_ExecCommand_IsNowhereInTheEvent() =>
        Assert.DoesNotContain("hunter2", Decode("""{"Type":"container","Action":"exec_create: login hunter2","status":"exec_create: login hunter2"}""")?.ToString());

    [Theory]
    [InlineData("\"0\"", 0)]
    [InlineData("\"2147483647\"", int.MaxValue)]
    [InlineData("\"2147483648\"", null)]
    [InlineData("\"99999999999999999999\"", null)]
    [InlineData("\"-1\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("\"1 \"", null)]
    [InlineData("\"1\\u0000\"", null)]
    [InlineData("\"١٣٧\"", null)]
    [InlineData("null", null)]
    public void Decode_ExitCode_IsReadOnlyFromDigits(string json, int? expected) =>
        Assert.Equal(expected, Decode($$"""{"Type":"container","Action":"die","Actor":{"ID":"a","Attributes":{"exitCode":{{json}} } } }""")?.ExitCode);

    [Theory]
    [InlineData("\"time\":5,\"timeNano\":7", 7)]
    [InlineData("\"time\":5", 5_000_000_000)]
    [InlineData("\"time\":5,\"timeNano\":0", 5_000_000_000)]
    [InlineData("\"time\":null", 0)]
    [InlineData("\"time\":\"5\"", 0)]
    [InlineData("\"time\":9223372036854775807", 0)]
    [InlineData("\"time\":-9223372036854775808", 0)]
    [InlineData("\"timeNano\":1e300", 0)]
    public void Decode_Time_PrefersNanoseconds(string times, long expected) =>
        Assert.Equal(expected, Decode($$"""{"Type":"container","Action":"start",{{times}}}""")?.TimeNano);

    [Fact]
    public void Decode_NetworkMessage_HasAllButAContainerEvent() => Assert.Equivalent(
        new EngineMessage
        {
            Type = "network",
            Action = "connect",
            ActorId = "n1",
            Attributes = new Dictionary<string, string> { ["container"] = "abc" },
            TimeNano = 7,
            OccurredAt = DateTimeOffset.UnixEpoch,
        },
        Message("""{"Type":"network","Action":"connect","Actor":{"ID":"n1","Attributes":{"container":"abc"}},"timeNano":7}"""),
        strict: true);

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("7")]
    public void Decode_NotAnObject_IsNoMessage(string json) => Assert.Null(Message(json));

    [Fact]
    public void Decode_NoTime_HasNone() => Assert.Null(Decode("""{"Type":"container","Action":"start"}""")?.OccurredAt);

    [Theory]
    [InlineData("\"Actor\":null,")]
    [InlineData("\"Actor\":{\"ID\":null,\"Attributes\":null},")]
    [InlineData("")]
    public void Decode_ActorMissingOrNull_FallsBackToTopLevel(string actor)
    {
        var decoded = Decode($$"""{"Type":"container",{{actor}}"status":"start","id":"abc","from":"game:1"}""");

        Assert.Equal(("start", "abc", "game:1"), (decoded?.Action, decoded?.ContainerId, decoded?.Labels["image"]));
    }

    [Fact]
    public Task Decode_AnyJson_NeverThrows()
    {
        var value = Gen.OneOf("null", "1", "-1", "1e99", "\"\"", "\"container\"", "\"\\ud800\"", "\"exec_create: x\"", "[]", "{}", "true", "{\"exitCode\":\"9\",\"x\":1}");
        var key = Gen.OneOf("Type", "Action", "status", "id", "from", "Actor", "Attributes", "time", "timeNano", "\\udc00");
        var flat = Gen.Select(key, value, (k, v) => $"\"{k}\":{v}").Array[0, 8];
        return Gen.Select(flat, flat).SampleAsync(async (outer, inner) =>
        {
            var json = $"{{\"Type\":\"container\",\"Actor\":{{{string.Join(',', inner)}}}{string.Concat(outer.Select(member => "," + member))}}}";
            await foreach (var element in JsonValueReader.ReadAsync(ChunkedStream.Whole(Encoding.UTF8.GetBytes(json)), null, CancellationToken.None))
                Assert.True(EventDecoder.Decode(element) is null or { Action: not null, ActorId: not null, Attributes: not null });
        }, iter: 2_000);
    }

    private static EngineEvent? Decode(string json) => Message(json)?.Event;

    private static EngineMessage? Message(string json) => EventDecoder.Decode(JsonText.Parse(Encoding.UTF8.GetBytes(json)));
}

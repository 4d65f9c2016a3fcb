using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

/// <summary>Behaviour 3 and pitfall 14: one bad field must not hide a container.</summary>
public class InspectTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"State\":null")]
    [InlineData("\"State\":{\"Health\":null}")]
    [InlineData("\"Config\":null")]
    [InlineData("\"Config\":{\"Labels\":null,\"Env\":null,\"Cmd\":null,\"Entrypoint\":null}")]
    [InlineData("\"HostConfig\":null")]
    [InlineData("\"HostConfig\":{\"RestartPolicy\":null,\"LogConfig\":null}")]
    [InlineData("\"HostConfig\":{\"LogConfig\":{\"Config\":null}}")]
    [InlineData("\"Mounts\":null")]
    [InlineData("\"Mounts\":[null]")]
    [InlineData("\"NetworkSettings\":null")]
    [InlineData("\"NetworkSettings\":{\"Networks\":null,\"Ports\":null}")]
    [InlineData("\"Name\":null,\"Image\":null,\"RestartCount\":null,\"Created\":null")]
    [InlineData("\"Future\":{\"Deep\":[1,2,{}]}")]
    public async Task Inspect_NullWhereAnObjectShouldBe_IsEmptyNotAnError(string member)
    {
        var details = await InspectAsync($$"""{"Id":"{{EngineSays.Id}}",{{member}}}""");

        Assert.Equivalent(new ContainerDetails { Id = EngineSays.Id, RawJson = details.RawJson }, details, strict: true);
    }

    [Fact]
    public async Task Inspect_NullsInsideLists_AreLeftOut()
    {
        var details = await InspectAsync("""
            {"Id":"@id","Config":{"Env":[null,"A=1"],"Cmd":["x",null],"Labels":{"k":null}},"NetworkSettings":{"Networks":{"games":null}}}
            """);

        Assert.Equal(["A=1"], details.Env);
        Assert.Equal(["x"], details.Cmd);
        Assert.Equal("", details.Labels["k"]);
        Assert.Equal("games", Assert.Single(details.Networks).Name);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"garbage\"")]
    [InlineData("\"0001-01-01T00:00:00Z\"")]
    [InlineData("\"2026-13-01T00:00:00Z\"")]
    [InlineData("{\"a\":[1]}")]
    [InlineData("[]")]
    [InlineData("true")]
    public async Task Inspect_TimeThatIsNone_IsNull(string time)
    {
        var details = await InspectAsync($$"""
            {"Id":"{{EngineSays.Id}}","Created":{{time}},"State":{"Status":"exited","StartedAt":{{time}},"FinishedAt":{{time}},
            "Health":{"Status":"healthy","Log":[{"Start":{{time}},"End":{{time}},"Output":7}]} } }
            """);

        Assert.Equal((null, null, null), (details.CreatedAt, details.StartedAt, details.FinishedAt));
        Assert.Equal(("exited", "healthy"), (details.Status, details.Health));
    }

    [Theory]
    [InlineData("3.5")]
    [InlineData("1e300")]
    [InlineData("99999999999999999999")]
    [InlineData("\"7\"")]
    [InlineData("null")]
    [InlineData("{\"a\":[1]}")]
    [InlineData("[]")]
    [InlineData("true")]
    public async Task Inspect_NumberThatIsNone_IsLeftOut(string number)
    {
        var details = await InspectAsync($$"""
            {"Id":"{{EngineSays.Id}}","RestartCount":{{number}},"State":{"ExitCode":{{number}},"Pid":{{number}},"Health":{"FailingStreak":{{number}} } },
            "HostConfig":{"NanoCpus":{{number}},"CpuQuota":{{number}},"CpuPeriod":{{number}},"Memory":{{number}},"PidsLimit":{{number}},
            "RestartPolicy":{"MaximumRetryCount":{{number}}} } }
            """);

        Assert.Equivalent(new ContainerDetails { Id = EngineSays.Id, RawJson = details.RawJson }, details, strict: true);
    }

    [Fact]
    public async Task Inspect_CountBeyond32Bits_IsTheLargestThatCanBeTold()
    {
        var details = await InspectAsync("""
            {"Id":"@id","RestartCount":3000000000,"State":{"Pid":9223372036854775807},"HostConfig":{"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":3000000000}}}
            """);

        Assert.Equal((int.MaxValue, int.MaxValue, int.MaxValue), (details.RestartCount, details.ProcessId, details.RestartMaximumRetryCount));
    }

    [Theory]
    [InlineData("3221225786", unchecked((int)0xC000013A))]
    [InlineData("4294967295", -1)]
    [InlineData("4294967296", int.MaxValue)]
    [InlineData("-1", -1)]
    [InlineData("-9223372036854775808", int.MinValue)]
    public async Task Inspect_ExitCodeBeyond32Bits_IsNotTakenForAnother(string code, int expected) =>
        Assert.Equal(expected, (await InspectAsync($$"""{"Id":"{{EngineSays.Id}}","State":{"ExitCode":{{code}} } }""")).ExitCode);

    [Theory]
    [InlineData("\"none\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("\"starting\"", "starting")]
    [InlineData("\"unhealthy\"", "unhealthy")]
    public async Task Inspect_Health_IsNullWithoutACheck(string status, string? expected) =>
        Assert.Equal(expected, (await InspectAsync($$"""{"Id":"{{EngineSays.Id}}","State":{"Health":{"Status":{{status}} } } }""")).Health);

    [Fact]
    public async Task Inspect_UnknownRestartPolicy_KeepsItsName() =>
        Assert.Equal("on-tuesdays", (await InspectAsync($$"""{"Id":"{{EngineSays.Id}}","HostConfig":{"RestartPolicy":{"Name":"on-tuesdays"} } }""")).RestartPolicy);

    [Fact]
    public async Task Inspect_RawJson_IsTheAnswerToTheLetter()
    {
        var json = $$"""{ "Id" : "{{EngineSays.Id}}",   "Name":"\/grün ✓ \u00e9",{{"\n\t"}} "Unknown": 1.50e+3 }""";

        Assert.Equal(json, (await InspectAsync(json)).RawJson);
    }

    [Fact]
    public async Task Inspect_FullAnswer_HasEverythingAnOperatorReads()
    {
        var details = await InspectAsync("""
            {"Id":"@id","Name":"/game-1","Created":"2026-01-02T03:04:05.123456789Z","Image":"@image","RestartCount":4,
            "State":{"Status":"exited","OOMKilled":true,"ExitCode":137,"Error":"why","Pid":42,"Health":{"Status":"unhealthy","FailingStreak":5},"StartedAt":"2026-01-02T03:04:06Z","FinishedAt":"2026-01-02T03:04:07+01:00"},
            "Config":{"Hostname":"h","User":"u","Tty":true,"Env":["A=1"],"Cmd":["run"],"Entrypoint":["/e"],"Image":"game:1","WorkingDir":"/w","Labels":{"l":"v"}},
            "HostConfig":{"NanoCpus":1500000000,"Memory":536870912,"PidsLimit":100,"RestartPolicy":{"Name":"on-failure","MaximumRetryCount":3},
            "LogConfig":{"Type":"local","Config":{"max-size":"10m"}}},
            "Mounts":[{"Type":"bind","Source":"/s","Destination":"/d","RW":false},{"Type":"volume","Name":"vol","Source":"/var/x","Destination":"/v","RW":true}],
            "NetworkSettings":{"Networks":{"games":{"IPAddress":"10.0.0.2","Aliases":["h"]}},
            "Ports":{"9000/udp":null,"8080/tcp":[{"HostIp":"0.0.0.0","HostPort":"80"},{"HostIp":"::","HostPort":"80"}]}}}
            """);

        var created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        Assert.Equivalent(
            new ContainerDetails
            {
                Id = EngineSays.Id,
                Name = "game-1",
                Status = "exited",
                OomKilled = true,
                ExitCode = 137,
                Error = "why",
                ProcessId = 42,
                CreatedAt = created.AddTicks(1234567),
                StartedAt = created.AddSeconds(1),
                FinishedAt = created.AddSeconds(2).AddHours(-1),
                Health = "unhealthy",
                FailingStreak = 5,
                RestartCount = 4,
                ImageRef = "game:1",
                ImageId = EngineSays.ImageId,
                Hostname = "h",
                Labels = new Dictionary<string, string> { ["l"] = "v" },
                Env = ["A=1"],
                Entrypoint = ["/e"],
                Cmd = ["run"],
                WorkingDirectory = "/w",
                User = "u",
                Tty = true,
                Mounts = [new("bind", "/s", "/d", true), new("volume", "vol", "/v", false)],
                Networks = [new("games", "10.0.0.2", ["h"])],
                Ports = [new("8080/tcp", "0.0.0.0", "80"), new("8080/tcp", "::", "80"), new("9000/udp", "", "")],
                Limits = new ResourceLimits { Cpus = 1.5, MemoryBytes = 536870912, Pids = 100 },
                RestartPolicy = "on-failure",
                RestartMaximumRetryCount = 3,
                LogDriver = "local",
                LogOptions = new Dictionary<string, string> { ["max-size"] = "10m" },
                RawJson = details.RawJson,
            },
            details,
            strict: true);
    }

    [Theory]
    [InlineData("\"NanoCpus\":0,\"CpuQuota\":50000,\"CpuPeriod\":0", 0.5)]
    [InlineData("\"CpuQuota\":50000,\"CpuPeriod\":25000", 2.0)]
    [InlineData("\"CpuQuota\":-1", null)]
    [InlineData("\"Memory\":0,\"PidsLimit\":-1", null)]
    public async Task Inspect_Limits_AreNullWhereThereIsNone(string host, double? cpus)
    {
        var details = await InspectAsync($$"""{"Id":"{{EngineSays.Id}}","HostConfig":{ {{host}} } }""");

        Assert.Equal(new ResourceLimits { Cpus = cpus }, details.Limits);
    }

    [Theory]
    [InlineData("game-1")]
    [InlineData("0123456789ab")]
    [InlineData(EngineSays.Id)]
    public async Task Inspect_NameShortIdOrId_IsAskedForAsItIs(string reference)
    {
        await using var stubbed = new StubbedEngine().OnInspect();

        await stubbed.Engine.InspectContainerAsync(reference, Ct);

        Assert.Equal($"GET /containers/{reference}/json", stubbed.Asked);
    }

    private static async Task<ContainerDetails> InspectAsync(string json)
    {
        await using var stubbed = new StubbedEngine().On("GET", "/containers/{id}/json", StubReply.Json(json.Replace("@id", EngineSays.Id, StringComparison.Ordinal).Replace("@image", EngineSays.ImageId, StringComparison.Ordinal)));
        return await stubbed.Engine.InspectContainerAsync("game-1", Ct);
    }
}

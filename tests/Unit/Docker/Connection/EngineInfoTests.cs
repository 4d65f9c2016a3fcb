using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Docker;

public class EngineInfoTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Info_FullAnswer_IsMapped()
    {
        await using var stubbed = Engine(
            """
            {"ID":"X","Name":"host","OperatingSystem":"Debian","OSType":"linux","Architecture":"x86_64","KernelVersion":"6.1","NCPU":8,"MemTotal":1024,
            "SystemTime":"2026-01-02T03:04:35.5Z","Containers":6,"ContainersRunning":3,"ContainersPaused":1,"ContainersStopped":2,"Images":4,
            "LoggingDriver":"json-file","DockerRootDir":"/var/lib/docker"}
            """,
            """{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12"}""");

        Assert.Equal(
            new EngineInfo
            {
                Name = "alpha",
                Endpoint = stubbed.Stub.Endpoint,
                EngineId = "X",
                HostName = "host",
                Version = "20.10.24",
                ApiVersion = "1.41",
                MinApiVersion = "1.12",
                OperatingSystem = "Debian",
                Platform = "linux/x86_64",
                KernelVersion = "6.1",
                CpuCount = 8,
                MemoryBytes = 1024,
                EngineTime = new DateTimeOffset(2026, 1, 2, 3, 4, 35, 500, TimeSpan.Zero),
                ClockSkew = TimeSpan.FromSeconds(30.5),
                Containers = 6,
                ContainersRunning = 3,
                ContainersPaused = 1,
                ContainersStopped = 2,
                Images = 4,
                DefaultLogDriver = "json-file",
                DataRoot = "/var/lib/docker",
            },
            await stubbed.Engine.GetEngineInfoAsync(Ct));
    }

    [Fact]
    public async Task Info_SlowAnswer_AllowsHalfTheRoundTripInTheSkew()
    {
        var answer = new TaskCompletionSource();
        await using var stubbed = Engine("{}").On("GET", "/info", StubReply.After(answer.Task, StubReply.Json("""{"SystemTime":"2026-01-02T03:04:06Z"}""")));
        var info = stubbed.Engine.GetEngineInfoAsync(Ct);
        await stubbed.Stub.WaitForRequestAsync(request => request.Path == "/info", Ct);

        stubbed.Clock.Advance(TimeSpan.FromSeconds(2));
        answer.SetResult();

        Assert.Equal(TimeSpan.Zero, (await info).ClockSkew);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"SystemTime":null}""")]
    [InlineData("""{"SystemTime":""}""")]
    [InlineData("""{"SystemTime":"soon"}""")]
    [InlineData("""{"SystemTime":"0001-01-01T00:00:00Z"}""")]
    public async Task Info_NoSystemTime_HasNoTimeAndNoSkew(string json)
    {
        await using var stubbed = Engine(json);

        var info = await stubbed.Engine.GetEngineInfoAsync(Ct);

        Assert.Equal((null, null), (info.EngineTime, info.ClockSkew));
    }

    private static StubbedEngine Engine(string info, string version = "{}") =>
        new StubbedEngine().On("GET", "/info", StubReply.Json(info)).On("GET", "/version", StubReply.Json(version));
}

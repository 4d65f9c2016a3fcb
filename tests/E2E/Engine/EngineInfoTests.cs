using System.Text.Json.Nodes;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

public sealed class EngineInfoTests(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetEngineInfo_RealEngine_AgreesWithDockerVersion()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var version = JsonNode.Parse(await sandbox.CliAsync(Ct, "version", "--format", "{{json .Server}}"))!;

        var info = await sandbox.Docker.GetEngineInfoAsync(Ct);

        Assert.Equal((string?)version["Version"], info.Version);
        Assert.Equal((string?)version["ApiVersion"], info.ApiVersion);
        Assert.Equal((string?)version["MinAPIVersion"], info.MinApiVersion);
        Assert.Equal((string?)version["KernelVersion"], info.KernelVersion);
    }

    [Fact]
    public async Task GetEngineInfo_RealEngine_AgreesWithDockerInfo()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var host = JsonNode.Parse(await sandbox.CliAsync(Ct, "info", "--format", "{{json .}}"))!;

        var info = await sandbox.Docker.GetEngineInfoAsync(Ct);

        Assert.Equal("shared", info.Name);
        Assert.Equal(shared.Engine.Endpoint, info.Endpoint);
        Assert.Equal((string?)host["ID"], info.EngineId);
        Assert.Equal((string?)host["Name"], info.HostName);
        Assert.Equal((string?)host["OperatingSystem"], info.OperatingSystem);
        Assert.Equal($"{host["OSType"]}/{host["Architecture"]}", info.Platform);
        Assert.Equal((int)host["NCPU"]!, info.CpuCount);
        Assert.Equal((long)host["MemTotal"]!, info.MemoryBytes);
        Assert.Equal((string?)host["LoggingDriver"], info.DefaultLogDriver);
        Assert.Equal((string?)host["DockerRootDir"], info.DataRoot);
    }

    [Fact]
    public async Task GetEngineInfo_EngineOnThisMachine_HasThisMachinesClock()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        var info = await sandbox.Docker.GetEngineInfoAsync(Ct);

        Assert.InRange(info.ClockSkew!.Value, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task GetEngineInfo_OwnEngineWithOneOfEach_CountsContainers()
    {
        await using var engine = await QuietEngine.StartAsync("counted", Ct);
        // Removed by the sandbox: a paused process survives its engine's end.
        await using var sandbox = new Sandbox(engine);
        await sandbox.CreateAsync("created", Ct, SharedEngine.Image);
        await sandbox.RunAsync(sandbox.Spec("running"), Ct);
        await sandbox.CliAsync(Ct, "pause", await sandbox.RunAsync(sandbox.Spec("paused"), Ct));

        var info = await sandbox.Docker.GetEngineInfoAsync(Ct);

        Assert.Equal((3, 1, 1, 1, 1), (info.Containers, info.ContainersRunning, info.ContainersPaused, info.ContainersStopped, info.Images));
    }
}

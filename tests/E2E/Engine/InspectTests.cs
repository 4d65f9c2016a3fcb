using System.Text.Json.Nodes;
using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

public sealed class InspectTests(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inspect_RunningContainer_RawJsonIsTheEnginesAnswer()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunAsync(sandbox.Spec("raw"), Ct);

        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);

        var read = JsonNode.Parse(details.RawJson);
        Assert.True(JsonNode.DeepEquals(await sandbox.Raw.GetAsync($"containers/{id}/json", Ct), read), "the API says something else");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(await sandbox.CliAsync(Ct, "inspect", id))![0], read), "docker inspect says something else");
    }

    [Fact]
    public async Task Inspect_ContainerOfARunSpec_ShowsWhatWasAskedFor()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        using var folder = new Rtm.Tests.Support.TempFolder();
        var spec = sandbox.Spec("whole", "sleep", "1000") with
        {
            Env = new Dictionary<string, string> { ["MODE"] = "a=b" },
            BindMounts = [new BindMount(folder.FullName, "/srv/state", ReadOnly: true)],
            CpuQuota = 0.5,
            Memory = "48MiB",
            PidsLimit = 33,
        };
        var id = await sandbox.RunAsync(spec, Ct);

        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);

        Assert.Equal((id, spec.Name, "running", spec.Image, spec.Hostname), (details.Id, details.Name, details.Status, details.ImageRef, details.Hostname));
        Assert.Equal(["sleep", "1000"], details.Cmd);
        Assert.Contains("MODE=a=b", details.Env);
        Assert.Equal(sandbox.Id, details.Labels[Sandbox.LabelKey]);
        Assert.Equal(new Rtm.Docker.MountPoint("bind", folder.FullName, "/srv/state", ReadOnly: true), Assert.Single(details.Mounts));
        Assert.Equal(new ResourceLimits { Cpus = 0.5, MemoryBytes = 48 * 1024 * 1024, Pids = 33 }, details.Limits);
        Assert.Equal("json-file", details.LogDriver);
        Assert.Equal(("10m", "3"), (details.LogOptions["max-size"], details.LogOptions["max-file"]));
        var network = Assert.Single(details.Networks);
        Assert.Equal(SharedEngine.Network, network.Name);
        Assert.NotEmpty(network.IPAddress);
        Assert.Contains(spec.Hostname, network.Aliases);
    }

    [Fact]
    public async Task Inspect_NeverStarted_HasNoTimesAndNoHealth()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("created", Ct, SharedEngine.Image);

        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);

        Assert.Equal(("created", 0, 0), (details.Status, details.ExitCode, details.ProcessId));
        Assert.Equal((null, null, null), (details.StartedAt, details.FinishedAt, details.Health));
        Assert.NotNull(details.CreatedAt);
    }

    [Fact]
    public async Task Inspect_Ended_HasExitCodeAndBothTimes()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunToEndAsync("ended", "exit 3", Ct);

        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);

        Assert.Equal(("exited", 3, false), (details.Status, details.ExitCode, details.OomKilled));
        // Not in that order: the engine notes the start when it hears of it, and a short life may be over by then.
        Assert.Equal(details.StartedAt!.Value, details.FinishedAt!.Value, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Inspect_CrashLoop_CountsRestarts()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("crashing", Ct, "--restart", "on-failure:2", SharedEngine.Image, "sh", "-c", "exit 4");
        await sandbox.Docker.StartAsync(id, Ct);

        await Tool.WaitUntilAsync(
            "two restarts", TimeSpan.FromSeconds(30), async () => (await sandbox.Docker.InspectContainerAsync(id, Ct)).RestartCount == 2, Ct);

        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);
        Assert.Equal(("on-failure", 2), (details.RestartPolicy, details.RestartMaximumRetryCount));
    }

    [Theory]
    [InlineData("exit 0", "healthy")]
    [InlineData("exit 1", "unhealthy")]
    public async Task Inspect_HealthCheck_HasItsVerdict(string probe, string verdict)
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync(
            verdict, Ct, "--health-cmd", probe, "--health-interval", "200ms", "--health-retries", "1", SharedEngine.Image);
        await sandbox.Docker.StartAsync(id, Ct);

        await Tool.WaitUntilAsync(
            $"{id} to be {verdict}", TimeSpan.FromSeconds(30), async () => (await sandbox.Docker.InspectContainerAsync(id, Ct)).Health == verdict, Ct);
    }

    [Fact]
    public async Task Inspect_ByNameAndShortId_FindsTheSameContainer()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("named", Ct, SharedEngine.Image);

        var byName = await sandbox.Docker.InspectContainerAsync(sandbox.NameOf("named"), Ct);
        var byShortId = await sandbox.Docker.InspectContainerAsync(id[..12], Ct);

        Assert.Equal((id, id), (byName.Id, byShortId.Id));
    }

    [Fact]
    public async Task Inspect_Absent_IsNotFound()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var name = sandbox.NameOf("absent");

        var missing = await Assert.ThrowsAsync<ContainerNotFoundException>(() => sandbox.Docker.InspectContainerAsync(name, Ct));

        Assert.Equal($"Docker Engine 'shared' has no container '{name}'.", missing.Message);
    }

    [Fact]
    public async Task Inspect_PathInsteadOfAnId_IsRefusedUnasked()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        await Assert.ThrowsAsync<InvalidReferenceException>(() => sandbox.Docker.InspectContainerAsync($"../images/{SharedEngine.Image}", Ct));
    }

    [Fact]
    public async Task InspectImage_Present_AgreesWithDockerInspect()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var shown = JsonNode.Parse(await sandbox.CliAsync(Ct, "image", "inspect", SharedEngine.Image))![0]!;

        var image = await sandbox.Docker.InspectImageAsync(SharedEngine.Image, Ct);

        Assert.Equal((SharedEngine.Image, (string?)shown["Id"], (long)shown["Size"]!), (image.Ref, image.Id, image.SizeBytes));
        Assert.Equal(DateTimeOffset.Parse((string)shown["Created"]!, System.Globalization.CultureInfo.InvariantCulture), image.CreatedAt!.Value, TimeSpan.FromTicks(10));
        Assert.Contains(SharedEngine.Image, image.RepoTags);
    }

    [Fact]
    public async Task InspectImage_Absent_IsNotFound()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        await Assert.ThrowsAsync<ImageNotFoundException>(() => sandbox.Docker.InspectImageAsync("rtm-test/absent:1", Ct));
    }
}

using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

public sealed class StatsTests(SharedEngine shared)
{
    private const long MiB = 1024 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StreamStats_KnownLoad_IsWithinItsBounds()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        // The writer holds 24 MiB of its own and the loop is held to a fifth of a CPU.
        var spec = sandbox.ShellSpec("busy", "dd if=/dev/zero bs=24M count=1000000 2>/dev/null | sleep 1000 & echo ready; while :; do :; done");
        var id = await sandbox.RunUntilReadyAsync(spec with { CpuQuota = 0.2, Memory = "128m" }, Ct);

        var sample = await sandbox.Docker.StreamStatsAsync(id, Ct).FirstAsync(stats => stats.CpuPercent > 0 && stats.MemoryBytes >= 24 * MiB, Ct);
        var next = await sandbox.Docker.StreamStatsAsync(id, Ct).ElementAtAsync(2, Ct);

        Assert.InRange(sample.MemoryBytes, 24 * MiB, 64 * MiB);
        Assert.InRange(next.CpuPercent, 1, 45);
        Assert.Equal(128 * MiB, next.MemoryLimitBytes);
        Assert.InRange(next.MemoryPercent, 18, 50);
        Assert.InRange(next.Pids, 3, 4);
        Assert.Equal(TimeProvider.System.GetUtcNow(), next.ReadAt!.Value, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task StreamStats_TrafficOnItsNetwork_IsCounted()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunAsync(sandbox.ShellSpec("talker", $"while :; do ping -c 1 -s 1000 {sandbox.NameOf("talker")} >/dev/null; ping -c 1 -W 1 -s 1000 {sandbox.NameOf("peer")}; done"), Ct);
        await sandbox.RunAsync(sandbox.Spec("peer"), Ct);

        await sandbox.Docker.StreamStatsAsync(id, Ct).FirstAsync(stats => stats.NetworkSentBytes > 3000 && stats.NetworkReceivedBytes > 3000, Ct);
    }

    [Fact]
    public async Task StreamStats_ContainerRemoved_Ends()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunAsync(sandbox.Spec("passing"), Ct);
        var samples = 0;

        await foreach (var _ in sandbox.Docker.StreamStatsAsync(id, Ct))
        {
            if (++samples == 1)
                await sandbox.Raw.ForceRemoveAsync(id, Ct);
        }

        Assert.InRange(samples, 1, 10);
    }

    [Fact]
    public async Task StreamStats_Absent_IsNotFound()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        await Assert.ThrowsAsync<ContainerNotFoundException>(async () => await sandbox.Docker.StreamStatsAsync(sandbox.NameOf("absent"), Ct).FirstAsync(Ct));
    }
}

using Xunit;

namespace Rtm.E2E.Tests.Support;

public sealed class SharedEngineTests(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TwoContainersOnANetwork_ReachEachOtherByName()
    {
        await shared.Engine.DockerAsync(Ct, "run", "--detach", "--rm", "--name", "network-peer", "--network", SharedEngine.Network, SharedEngine.Image);
        try
        {
            var reply = await shared.Engine.DockerAsync(Ct, "run", "--rm", "--network", SharedEngine.Network, SharedEngine.Image, "ping", "-c", "1", "network-peer");

            Assert.Contains("1 packets received", reply, StringComparison.Ordinal);
        }
        finally
        {
            await shared.Engine.DockerAsync(CancellationToken.None, "kill", "network-peer");
        }
    }

    [Fact]
    public async Task Run_MoreMemoryThanItsLimit_IsKilledForIt()
    {
        await shared.Engine.DockerAsync(Ct, "create", "--name", "memory-eater", "--memory", "16m", SharedEngine.Image, "sh", "-c", Busybox.EatsMemory);
        try
        {
            await shared.Engine.DockerAsync(Ct, "start", "memory-eater");
            await shared.Engine.DockerAsync(Ct, "wait", "memory-eater");

            Assert.Equal("true 137", await shared.Engine.DockerAsync(Ct, "inspect", "--format", "{{.State.OOMKilled}} {{.State.ExitCode}}", "memory-eater"));
        }
        finally
        {
            await shared.Engine.DockerAsync(CancellationToken.None, "rm", "--force", "memory-eater");
        }
    }

    [Fact]
    public async Task Run_FailingHealthCheck_BecomesUnhealthy()
    {
        await shared.Engine.DockerAsync(
            Ct, "run", "--detach", "--name", "patient", "--health-cmd", "exit 1", "--health-interval", "200ms", "--health-retries", "1", SharedEngine.Image);
        try
        {
            await Tool.WaitUntilAsync(
                "patient to be unhealthy",
                TimeSpan.FromSeconds(15),
                async () => await shared.Engine.DockerAsync(Ct, "inspect", "--format", "{{.State.Health.Status}}", "patient") == "unhealthy",
                Ct);
        }
        finally
        {
            await shared.Engine.DockerAsync(CancellationToken.None, "rm", "--force", "patient");
        }
    }
}

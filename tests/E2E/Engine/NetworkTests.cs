using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

public sealed class NetworkTests(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnsureNetwork_Present_Returns()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        await sandbox.Docker.EnsureNetworkAsync(SharedEngine.Network, Ct);
    }

    [Fact]
    public async Task EnsureNetwork_Missing_SaysSoAndCreatesNone()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var name = sandbox.NameOf("nowhere");

        var missing = await Assert.ThrowsAsync<NetworkMissingException>(() => sandbox.Docker.EnsureNetworkAsync(name, Ct));

        Assert.Equal($"Docker Engine 'shared' has no network '{name}'.", missing.Message);
        Assert.Empty(await sandbox.CliAsync(Ct, "network", "ls", "--quiet", "--filter", $"name={name}"));
    }
}

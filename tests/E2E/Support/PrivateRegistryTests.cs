using Xunit;

namespace Rtm.E2E.Tests.Support;

public sealed class PrivateRegistryTests(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PushAsync_OpenRegistry_CanBePulled()
    {
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var reference = await registry.PushAsync(shared.Engine, SharedEngine.Image, "galaxy/game-engine:1.9.0", Ct);

        await shared.Engine.DockerAsync(Ct, "pull", "--quiet", reference);

        Assert.StartsWith("sha256:", await shared.Engine.DockerAsync(Ct, "inspect", "--format", "{{.Id}}", reference), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_RegistryWithPassword_IsRefusedWithoutIt()
    {
        await using var registry = await PrivateRegistry.StartAsync(Ct, withPassword: true);
        var reference = await registry.PushAsync(shared.Engine, SharedEngine.Image, "galaxy/secret:1", Ct);

        var refusal = await Assert.ThrowsAsync<ToolFailedException>(() => shared.Engine.DockerAsync(Ct, "pull", "--quiet", reference));

        Assert.Contains("no basic auth credentials", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_RegistryWithPassword_WorksWithIt()
    {
        await using var registry = await PrivateRegistry.StartAsync(Ct, withPassword: true);
        var reference = await registry.PushAsync(shared.Engine, SharedEngine.Image, "galaxy/secret:1", Ct);

        var pulled = await shared.Engine.DockerAsync(Ct, [.. await registry.LoginAsync(Ct), "pull", "--quiet", reference]);

        Assert.Equal(reference, pulled);
    }

    [Fact]
    public async Task StartAsync_AfterStop_HasItsImagesAtTheSameAddress()
    {
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var reference = await registry.PushAsync(shared.Engine, SharedEngine.Image, "galaxy/game-engine:1.9.0", Ct);
        await registry.StopAsync(Ct);
        await Assert.ThrowsAsync<ToolFailedException>(() => shared.Engine.DockerAsync(Ct, "pull", "--quiet", reference));

        await registry.StartAsync(Ct);

        Assert.Equal(reference, await shared.Engine.DockerAsync(Ct, "pull", "--quiet", reference));
    }
}

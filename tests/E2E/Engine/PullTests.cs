using System.Threading.Channels;
using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

/// <summary>Pulls from a real registry. Every image has bytes of its own, which the engine gives up once they are pushed.</summary>
public sealed class PullTests(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(PullPolicy.Always)]
    [InlineData(PullPolicy.IfMissing)]
    public async Task Pull_InTheRegistry_IsOnTheEngineAfterwards(PullPolicy policy)
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var image = await PushAsync(registry, "galaxy/game:1");

        await sandbox.Docker.PullImageAsync(image, policy, progress: null, Ct);

        var details = await sandbox.Docker.InspectImageAsync(image, Ct);
        Assert.StartsWith($"{registry.Address}/galaxy/game@sha256:", Assert.Single(details.RepoDigests), StringComparison.Ordinal);
        Assert.Equal("galaxy/game:1", details.Labels["made-for"]);
    }

    [Fact]
    public async Task Pull_Progress_ReportsLayersInOrderToTheEnd()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var image = await PushAsync(registry, "galaxy/game:1");
        var progress = Channel.CreateUnbounded<PullProgress>();

        await sandbox.Docker.PullImageAsync(image, PullPolicy.Always, progress.Writer, Ct);

        progress.Writer.Complete();
        var reports = await progress.Reader.ReadAllAsync(Ct).ToListAsync(Ct);
        Assert.Equal(("1", "Pulling from galaxy/game"), (reports[0].LayerId, reports[0].Status));
        Assert.Equal($"Status: Downloaded newer image for {image}", reports[^1].Status);
        var layer = reports.First(report => report.Status == "Pulling fs layer").LayerId;
        Assert.Contains(reports, report => report.LayerId == layer && report is { CurrentBytes: > 0, TotalBytes: > 0 });
        Assert.Equal("Pull complete", reports.Last(report => report.LayerId == layer).Status);
    }

    [Fact]
    public async Task Pull_TagThatMoved_IsFollowedByAlwaysAlone()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var image = await PushAsync(registry, "galaxy/game:latest");
        await sandbox.Docker.PullImageAsync(image, PullPolicy.Always, progress: null, Ct);
        var first = await sandbox.Docker.InspectImageAsync(image, Ct);
        // The push of the second version takes the first one's tag off the engine; it is put back.
        await PushAsync(registry, "galaxy/game:latest");
        await sandbox.CliAsync(Ct, "tag", first.Id, image);

        await sandbox.Docker.PullImageAsync(image, PullPolicy.IfMissing, progress: null, Ct);
        var afterIfMissing = await sandbox.Docker.InspectImageAsync(image, Ct);
        await sandbox.Docker.PullImageAsync(image, PullPolicy.Always, progress: null, Ct);
        var afterAlways = await sandbox.Docker.InspectImageAsync(image, Ct);

        Assert.Equal(first.Id, afterIfMissing.Id);
        Assert.NotEqual(first.Id, afterAlways.Id);
    }

    [Fact]
    public async Task Pull_PresentAndRegistryStopped_OnlyAlwaysFails()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var image = await PushAsync(registry, "galaxy/game:1");
        await sandbox.Docker.PullImageAsync(image, PullPolicy.IfMissing, progress: null, Ct);
        await registry.StopAsync(Ct);

        await sandbox.Docker.PullImageAsync(image, PullPolicy.IfMissing, progress: null, Ct);
        await sandbox.Docker.PullImageAsync(image, PullPolicy.Never, progress: null, Ct);

        await FailsAsync<PullFailedException>(sandbox, image, PullPolicy.Always, "connection refused");
    }

    [Fact]
    public async Task Pull_NeverAndAbsent_IsNotFoundWithoutAskingTheRegistry()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        await FailsAsync<ImageNotFoundException>(sandbox, $"127.0.0.1:{FreePort.Find()}/galaxy/game:1", PullPolicy.Never, "the pull policy forbids");
    }

    [Fact]
    public async Task Pull_MissingTag_IsNotFoundWithTheRegistrysWords()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        await PushAsync(registry, "galaxy/game:1");

        await FailsAsync<ImageNotFoundException>(sandbox, $"{registry.Address}/galaxy/game:2", PullPolicy.IfMissing, "manifest unknown");
    }

    [Fact]
    public async Task Pull_MissingRepository_IsNotFoundWithTheRegistrysWords()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);

        await FailsAsync<ImageNotFoundException>(sandbox, $"{registry.Address}/galaxy/nothing:1", PullPolicy.IfMissing, "not found");
    }

    [Fact]
    public async Task Pull_RegistryThatWantsAPassword_IsUnauthorized()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct, withPassword: true);
        var image = await PushAsync(registry, "galaxy/secret:1");

        var refusal = await FailsAsync<PullFailedException>(sandbox, image, PullPolicy.IfMissing, "no basic auth credentials");

        Assert.Equal(PullFailureReason.Unauthorized, refusal.Reason);
    }

    [Fact]
    public async Task Pull_RegistryStopped_IsUnreachable()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        var failure = await FailsAsync<PullFailedException>(sandbox, $"127.0.0.1:{FreePort.Find()}/galaxy/game:1", PullPolicy.IfMissing, "connection refused");

        Assert.Equal(PullFailureReason.RegistryUnreachable, failure.Reason);
    }

    [Fact]
    public async Task Pull_SchemeInTheReference_IsRefusedUnasked()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        await Assert.ThrowsAsync<InvalidReferenceException>(() => sandbox.Docker.PullImageAsync("http://127.0.0.1/game:1", PullPolicy.Always, progress: null, Ct));
    }

    [Fact]
    public async Task Pull_TenAtOnce_DifferentImagesAllArrive()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var images = await Task.WhenAll(Enumerable.Range(0, 10).Select(turn => PushAsync(registry, $"galaxy/game-{turn / 2}:{turn}")));

        await Task.WhenAll(images.Select(image => sandbox.Docker.PullImageAsync(image, PullPolicy.Always, progress: null, Ct)));

        var details = await Task.WhenAll(images.Select(image => sandbox.Docker.InspectImageAsync(image, Ct)));
        Assert.All(details, image => Assert.Equal([image.Ref], image.RepoTags));
        Assert.Equal(10, details.Select(image => image.Id).Distinct().Count());
    }

    [Fact]
    public async Task Pull_SameImageTenTimesAtOnce_EveryCallSucceedsAndReportsToItsOwnReader()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var image = await PushAsync(registry, "galaxy/game:1");
        var readers = Enumerable.Range(0, 10).Select(_ => Channel.CreateUnbounded<PullProgress>()).ToList();

        await Task.WhenAll(readers.Select(reader => sandbox.Docker.PullImageAsync(image, PullPolicy.Always, reader.Writer, Ct)));

        await sandbox.Docker.InspectImageAsync(image, Ct);
        Assert.All(readers, reader => Assert.True(reader.Reader.TryRead(out _), "a pull reported nothing"));
    }

    [Fact]
    public async Task Pull_Cancelled_ThrowsAndTheNextOneWorks()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var image = await PushAsync(registry, "galaxy/game:1");
        using var caller = new CancellationTokenSource();
        var pull = sandbox.Docker.PullImageAsync(image, PullPolicy.Always, progress: null, caller.Token);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull);

        await sandbox.Docker.PullImageAsync(image, PullPolicy.Always, progress: null, Ct);

        await sandbox.Docker.InspectImageAsync(image, Ct);
    }

    /// <summary>Makes an image, pushes it and takes it off the engine, so that a pull fetches it for real.</summary>
    private async Task<string> PushAsync(PrivateRegistry registry, string repositoryAndTag)
    {
        var made = $"rtm-made/{Guid.NewGuid():N}:1";
        await Busybox.ImportAsync(shared.Engine, made, Ct, $"LABEL made-for={repositoryAndTag}");
        var reference = await registry.PushAsync(shared.Engine, made, repositoryAndTag, Ct);
        await shared.Engine.DockerAsync(Ct, "image", "rm", made);
        return reference;
    }

    private static async Task<TException> FailsAsync<TException>(Sandbox sandbox, string image, PullPolicy policy, string words)
        where TException : EngineException
    {
        var failure = await Assert.ThrowsAsync<TException>(() => sandbox.Docker.PullImageAsync(image, policy, progress: null, Ct));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains(image, failure.Message, StringComparison.Ordinal);
        Assert.Contains("'shared'", failure.Message, StringComparison.Ordinal);
        return failure;
    }
}

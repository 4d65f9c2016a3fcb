using System.Net;
using System.Threading.Channels;
using Rtm.Docker;

namespace Rtm.Tests.Support;

public sealed partial class FakeEngine
{
    private readonly Dictionary<string, ImageDetails> images = [];
    private readonly Dictionary<string, (ImageDetails Image, IReadOnlyList<PullProgress> Progress)> registry = [];
    private readonly HashSet<string> networks = [];

    /// <summary>What the engine says of itself; its clock and its counts are filled in at each call.</summary>
    public EngineInfo Info { get; set; } = new()
    {
        Name = "",
        Endpoint = new Uri("unix:///"),
        EngineId = "FAKE:ENGI:NE00",
        HostName = "fake-host",
        Version = "20.10.24",
        ApiVersion = "1.41",
        MinApiVersion = "1.12",
        OperatingSystem = "Debian GNU/Linux 12 (bookworm)",
        Platform = "linux/x86_64",
        CpuCount = 4,
        MemoryBytes = 8L << 30,
        DefaultLogDriver = "json-file",
        DataRoot = "/var/lib/docker",
    };

    /// <summary>Changes when the engine forgets its events, as in a restart; empty for an engine that gives no sign of one.</summary>
    public string RunId { get; set; } = "run";

    public void PutNetwork(string name)
    {
        lock (gate)
            networks.Add(name);
    }

    public void PutImage(ImageDetails image)
    {
        lock (gate)
            images[image.Ref] = image;
    }

    /// <summary>An image that a pull finds, and what the pull reports on its way.</summary>
    public void PutRegistryImage(ImageDetails image, params PullProgress[] progress)
    {
        lock (gate)
            registry[image.Ref] = (image, progress);
    }

    public async Task<EngineInfo> GetEngineInfoAsync(CancellationToken ct)
    {
        await EnterAsync(nameof(GetEngineInfoAsync), "", ct);
        var all = Containers;
        return Info with
        {
            Name = Name,
            Endpoint = Endpoint,
            EngineTime = EngineNow(),
            ClockSkew = ClockSkew,
            Containers = all.Count,
            ContainersRunning = all.Count(c => c.Status is "running" or "restarting"),
            ContainersPaused = all.Count(c => c.Status is "paused"),
            ContainersStopped = all.Count(c => c.Status is not ("running" or "restarting" or "paused")),
        };
    }

    public async Task<string> ReadRunIdAsync(CancellationToken ct)
    {
        await EnterAsync(nameof(ReadRunIdAsync), "", ct);
        lock (gate)
            return RunId;
    }

    public async Task EnsureNetworkAsync(string name, CancellationToken ct)
    {
        await EnterAsync(nameof(EnsureNetworkAsync), name, ct);
        lock (gate)
        {
            if (!networks.Contains(name))
                throw new NetworkMissingException(Failure("ensure network", name, HttpStatusCode.NotFound), $"Network '{name}' does not exist.");
        }
    }

    public async Task<ImageDetails> InspectImageAsync(string imageRef, CancellationToken ct)
    {
        await EnterAsync(nameof(InspectImageAsync), imageRef, ct);
        return FindImage(imageRef) ?? throw ImageMissing("inspect image", imageRef);
    }

    public async Task PullImageAsync(string imageRef, PullPolicy policy, ChannelWriter<PullProgress>? progress, CancellationToken ct)
    {
        await EnterAsync(nameof(PullImageAsync), imageRef, ct);
        var present = FindImage(imageRef) is not null;
        if (policy is not PullPolicy.Always && present)
            return;
        (ImageDetails Image, IReadOnlyList<PullProgress> Progress) found;
        lock (gate)
        {
            if (policy is PullPolicy.Never || !registry.TryGetValue(imageRef, out found))
                throw ImageMissing("pull image", imageRef);
        }

        foreach (var report in found.Progress)
            progress?.TryWrite(report);
        PutImage(found.Image);
    }

    public async Task<ContainerDetails> InspectContainerAsync(string containerId, CancellationToken ct)
    {
        await EnterAsync(nameof(InspectContainerAsync), containerId, ct);
        return Find("inspect container", containerId);
    }

    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(ListFilter filter, CancellationToken ct)
    {
        await EnterAsync(nameof(ListAsync), "", ct);
        var now = EngineNow();
        return
        [
            .. Containers
                .Where(c => filter.Labels.All(l => c.Labels.TryGetValue(l.Key, out var value) && value == l.Value))
                .Where(c => filter.LabelKeys.All(c.Labels.ContainsKey))
                .OrderByDescending(c => c.CreatedAt)
                .Select(c => FakeSummary.Of(c, now)),
        ];
    }

    private ImageDetails? FindImage(string imageRef)
    {
        lock (gate)
            return images.GetValueOrDefault(imageRef) ?? images.Values.FirstOrDefault(i => i.Id == imageRef);
    }

    private ImageNotFoundException ImageMissing(string operation, string imageRef) =>
        new(Failure(operation, imageRef, HttpStatusCode.NotFound), $"Image '{imageRef}' does not exist.");
}

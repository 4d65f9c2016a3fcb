using System.Net;
using System.Text.Json;
using Rtm.Docker;

namespace Rtm.Tests.Support;

public sealed partial class FakeEngine
{
    /// <summary>All containers as they are now.</summary>
    public IReadOnlyList<ContainerDetails> Containers
    {
        get
        {
            lock (gate)
                return [.. containers.Values];
        }
    }

    /// <summary>Adds a container or replaces it, without an event.</summary>
    public void Put(params IEnumerable<ContainerDetails> added)
    {
        lock (gate)
        {
            foreach (var container in added)
                containers[container.Id] = container;
        }
    }

    /// <summary>Something happens to a container without any act of the console: it changes, then its event goes out.</summary>
    public EngineEvent Happen(string containerId, string action, Func<ContainerDetails, ContainerDetails> change, int? exitCode = null)
    {
        var changed = change(Find(action, containerId));
        Put(changed);
        return Publish(changed, action, exitCode);
    }

    /// <summary>A container dies of itself.</summary>
    public EngineEvent Die(string containerId, int exitCode, bool oomKilled = false) =>
        Happen(containerId, "die", c => Ended(c, exitCode) with { OomKilled = oomKilled }, exitCode);

    /// <summary>A container is gone, with its event.</summary>
    public EngineEvent Destroy(string containerId)
    {
        var container = Find("destroy", containerId);
        lock (gate)
            containers.Remove(container.Id);
        return Publish(container, "destroy");
    }

    public CreateRequest PreviewRun(RunSpec spec)
    {
        if (spec.Validate() is { Count: > 0 } wrong)
            throw new RunSpecInvalidException(new(Name, "run container", spec.Name), wrong);
        return CreateBody.RequestFor(spec, "json-file", "");
    }

    public async Task<RunResult> RunAsync(RunSpec spec, CancellationToken ct) => await RunAsync(PreviewRun(spec), ct);

    public async Task<RunResult> RunAsync(CreateRequest request, CancellationToken ct)
    {
        await EnterAsync(nameof(RunAsync), request.Name, ct);
        var body = JsonSerializer.Deserialize<CreateBody>(request.Json)!;
        var network = body.NetworkingConfig.EndpointsConfig.Keys.Single();
        if (FindImage(body.Image) is not { } image)
            throw ImageMissing("run container", body.Image);
        ContainerDetails created;
        lock (gate)
        {
            if (!networks.Contains(network))
                throw new NetworkMissingException(Failure("run container", network, HttpStatusCode.NotFound), $"Network '{network}' does not exist.");
            if (containers.Values.Any(c => c.Name == request.Name))
                throw new EngineConflictException(Failure("run container", request.Name, HttpStatusCode.Conflict), $"The name '{request.Name}' is taken.");
            created = new ContainerDetails
            {
                Id = SampleContainers.IdOf(1_000_000 + calls.Count),
                Name = request.Name,
                Status = "created",
                CreatedAt = EngineNow(),
                ImageRef = body.Image,
                ImageId = image.Id,
                Hostname = body.Hostname,
                Env = body.Env ?? [],
                Labels = body.Labels ?? new Dictionary<string, string>(),
                Cmd = body.Cmd ?? [],
                RawJson = request.Json,
            };
            containers[created.Id] = created;
        }

        Say(created, "create");
        Begin(created);
        return new()
        {
            ContainerId = created.Id,
            EngineEndpoint = new Uri($"http://{request.Hostname}:{DockerEngine.EnginePort}"),
            StartedAt = EngineNow(),
        };
    }

    public async Task StartAsync(string containerId, CancellationToken ct)
    {
        await EnterAsync(nameof(StartAsync), containerId, ct);
        var container = Find("start container", containerId);
        if (!IsUp(container))
            Begin(container);
    }

    public async Task StopAsync(string containerId, TimeSpan timeout, CancellationToken ct)
    {
        await EnterAsync(nameof(StopAsync), containerId, ct);
        var container = Find("stop container", containerId);
        if (IsUp(container))
            Say(Finish(container, 143), "stop");
    }

    public async Task RestartAsync(string containerId, TimeSpan timeout, CancellationToken ct)
    {
        await EnterAsync(nameof(RestartAsync), containerId, ct);
        var container = Find("restart container", containerId);
        if (IsUp(container))
        {
            container = Finish(container, 143);
            Say(container, "stop");
        }

        Say(Begin(container), "restart");
    }

    public async Task KillAsync(string containerId, string signal, CancellationToken ct)
    {
        await EnterAsync(nameof(KillAsync), containerId, ct);
        var container = Find("kill container", containerId);
        if (!IsUp(container))
            throw new EngineConflictException(Failure("kill container", containerId, HttpStatusCode.Conflict), $"Container '{containerId}' does not run.");
        Finish(container, 137);
    }

    public async Task RenameAsync(string containerId, string name, CancellationToken ct)
    {
        await EnterAsync(nameof(RenameAsync), containerId, ct);
        var container = Find("rename container", containerId);
        lock (gate)
        {
            if (containers.Values.Any(c => c.Name == name))
                throw new EngineConflictException(Failure("rename container", containerId, HttpStatusCode.Conflict), $"The name '{name}' is taken.");
            containers[container.Id] = container with { Name = name };
        }

        Say(container with { Name = name }, "rename");
    }

    public async Task RemoveAsync(string containerId, CancellationToken ct)
    {
        await EnterAsync(nameof(RemoveAsync), containerId, ct);
        if (Match(containerId) is not { } container)
            return;
        if (IsUp(container))
            throw new EngineConflictException(Failure("remove container", containerId, HttpStatusCode.Conflict), $"Container '{containerId}' still runs.");
        lock (gate)
            containers.Remove(container.Id);
        Say(container, "destroy");
    }

    private static bool IsUp(ContainerDetails container) => container.Status is "running" or "paused" or "restarting";

    private ContainerDetails Ended(ContainerDetails container, int exitCode) =>
        container with { Status = "exited", ExitCode = exitCode, ProcessId = 0, FinishedAt = EngineNow() };

    private ContainerDetails Begin(ContainerDetails container)
    {
        var started = container with { Status = "running", ExitCode = 0, OomKilled = false, ProcessId = 4242, StartedAt = EngineNow() };
        Put(started);
        Say(started, "start");
        return started;
    }

    private ContainerDetails Finish(ContainerDetails container, int exitCode)
    {
        var ended = Ended(container, exitCode);
        Put(ended);
        Say(ended, "kill");
        Say(ended, "die", exitCode);
        return ended;
    }

    private void Say(ContainerDetails container, string action, int? exitCode = null)
    {
        if (PublishesActs)
            Publish(container, action, exitCode);
    }

    private ContainerDetails Find(string operation, string containerId) =>
        Match(containerId) ?? throw new ContainerNotFoundException(
            Failure(operation, containerId, HttpStatusCode.NotFound),
            $"Container '{containerId}' does not exist on Docker Engine '{Name}'.");

    private ContainerDetails? Match(string idOrName)
    {
        lock (gate)
        {
            return containers.GetValueOrDefault(idOrName)
                ?? containers.Values.FirstOrDefault(c => c.Name == idOrName)
                ?? containers.Values.FirstOrDefault(c => idOrName.Length >= 12 && c.Id.StartsWith(idOrName, StringComparison.Ordinal));
        }
    }
}

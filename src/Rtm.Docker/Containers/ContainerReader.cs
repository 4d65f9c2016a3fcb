using System.Text;
using System.Text.Json;
using Docker.DotNet.Models;

namespace Rtm.Docker;

/// <summary>Lists and inspects containers of one engine.</summary>
internal sealed class ContainerReader(EngineConnection connection) : IContainerReader
{
    public Task<ContainerDetails> InspectContainerAsync(string containerId, CancellationToken ct) =>
        InspectAsync(new EngineCall("inspect container", containerId ?? "", EngineSubject.Container), ct);

    /// <summary>Inspects as a part of another operation, which is then the one that errors name.</summary>
    public async Task<ContainerDetails> InspectAsync(EngineCall call, CancellationToken ct)
    {
        RequireReference(call);
        return await connection.SendAsync(
            call,
            connection.Deadlines.Inspect,
            HttpMethod.Get,
            $"containers/{call.Target}/json",
            json: null,
            answer => Map(JsonSerializer.Deserialize(answer, EngineJson.Default.InspectBody) ?? throw new JsonException("The answer is null."), answer),
            ct).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(ListFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Labels is null || filter.Labels.Values.Contains(null))
            throw new ArgumentException($"{nameof(ListFilter)}.{nameof(filter.Labels)} must not be null or hold a null.", nameof(filter));
        if (filter.LabelKeys is null || filter.LabelKeys.Contains(null))
            throw new ArgumentException($"{nameof(ListFilter)}.{nameof(filter.LabelKeys)} must not be null or hold a null.", nameof(filter));
        var parameters = new ContainersListParameters { All = true };
        var labels = filter.Labels.Select(label => $"{label.Key}={label.Value}").Concat(filter.LabelKeys).Distinct().ToDictionary(label => label, _ => true);
        if (labels.Count > 0)
            parameters.Filters = new Dictionary<string, IDictionary<string, bool>> { ["label"] = labels };
        return await connection.CallAsync<IReadOnlyList<ContainerSummary>>(
            new EngineCall("list containers", ""),
            connection.Deadlines.List,
            async token =>
            {
                var rows = await connection.Library.Containers.ListContainersAsync(parameters, token).ConfigureAwait(false);
                return Array.AsReadOnly((rows ?? []).OfType<ContainerListResponse>().Select(Map).ToArray());
            },
            ct).ConfigureAwait(false);
    }

    /// <summary>The full id: the only form that may reach an act. A name or a short id is looked up first.</summary>
    public async Task<string> ResolveAsync(EngineCall call, CancellationToken ct)
    {
        RequireReference(call);
        return EngineNames.IsFullId(call.Target) ? call.Target : FullIdOf(call, await InspectAsync(call with { Acts = false }, ct).ConfigureAwait(false));
    }

    /// <summary>The id for a path of the engine: what it answered is checked like what a caller gives.</summary>
    public string FullIdOf(EngineCall call, ContainerDetails container) => EngineNames.IsFullId(container.Id)
        ? container.Id
        : throw new EngineException(
            connection.Failure(call),
            $"Docker Engine '{connection.Name}' described container '{call.Target}' without a full id and was not asked to {call.Operation}.");

    private void RequireReference(EngineCall call)
    {
        if (!EngineNames.IsName(call.Target))
            throw new InvalidReferenceException(
                connection.Failure(call),
                $"'{HarmlessText.Of(call.Target)}' is not a container id or name: those are a letter or digit, then letters, digits, '_', '.' or '-'. Docker Engine '{connection.Name}' was not asked to {call.Operation}.");
    }

    private static ContainerSummary Map(ContainerListResponse row) => new()
    {
        Id = row.ID ?? "",
        ImageRef = row.Image ?? "",
        ImageId = row.ImageID ?? "",
        Hostname = row.Names is { Count: > 0 } names ? WithoutSlash(names[0]) : "",
        Labels = ReadOnly.Map(row.Labels!),
        Status = row.State ?? "",
        StatusText = row.Status ?? "",
        CreatedAt = new DateTimeOffset(DateTime.SpecifyKind(row.Created, DateTimeKind.Utc)),
    };

    private static ContainerDetails Map(InspectBody body, byte[] json) => new()
    {
        Id = body.Id ?? throw new JsonException("The answer has no Id."),
        Name = WithoutSlash(body.Name),
        Status = body.State?.Status ?? "",
        OomKilled = body.State?.OomKilled ?? false,
        ExitCode = ExitCode(body.State?.ExitCode),
        Error = body.State?.Error ?? "",
        ProcessId = Clamp(body.State?.Pid),
        CreatedAt = body.Created,
        StartedAt = body.State?.StartedAt,
        FinishedAt = body.State?.FinishedAt,
        // The engine writes "none" for an image whose health check was switched off.
        Health = body.State?.Health?.Status is null or "" or "none" ? null : body.State.Health.Status,
        FailingStreak = Clamp(body.State?.Health?.FailingStreak),
        RestartCount = Clamp(body.RestartCount),
        ImageRef = body.Config?.Image ?? "",
        ImageId = body.Image ?? "",
        Hostname = body.Config?.Hostname ?? "",
        Labels = ReadOnly.Map(body.Config?.Labels),
        Env = ReadOnly.List(body.Config?.Env),
        Entrypoint = ReadOnly.List(body.Config?.Entrypoint),
        Cmd = ReadOnly.List(body.Config?.Cmd),
        WorkingDirectory = body.Config?.WorkingDir ?? "",
        User = body.Config?.User ?? "",
        Tty = body.Config?.Tty ?? false,
        Mounts = ReadOnly.List(body.Mounts?.OfType<InspectMount>().Select(m =>
            new Rtm.Docker.MountPoint(m.Type ?? "", m.Type == "volume" ? m.Name ?? "" : m.Source ?? "", m.Destination ?? "", !(m.Writable ?? false)))),
        Networks = ReadOnly.List(body.NetworkSettings?.Networks?.Select(n =>
            new NetworkAttachment(n.Key, n.Value?.IPAddress ?? "", ReadOnly.List(n.Value?.Aliases)))),
        Ports = ReadOnly.List(body.NetworkSettings?.Ports?.OrderBy(p => p.Key, StringComparer.Ordinal).SelectMany(Bindings)),
        Limits = Limits(body.HostConfig),
        RestartPolicy = body.HostConfig?.RestartPolicy?.Name ?? "",
        RestartMaximumRetryCount = Clamp(body.HostConfig?.RestartPolicy?.MaximumRetryCount),
        LogDriver = body.HostConfig?.LogConfig?.Type ?? "",
        LogOptions = ReadOnly.Map(body.HostConfig?.LogConfig?.Config),
        RawJson = Encoding.UTF8.GetString(json),
    };

    private static IEnumerable<Rtm.Docker.PortBinding> Bindings(KeyValuePair<string, List<InspectPort?>?> port) => port.Value is { Count: > 0 } bound
        ? bound.OfType<InspectPort>().Select(b => new Rtm.Docker.PortBinding(port.Key, b.HostIp ?? "", b.HostPort ?? ""))
        : [new Rtm.Docker.PortBinding(port.Key, "", "")];

    private static ResourceLimits Limits(InspectHostConfig? host) => new()
    {
        Cpus = host switch
        {
            { NanoCpus: > 0 } => host.NanoCpus / 1e9,
            { CpuQuota: > 0 } => (double)host.CpuQuota / (host.CpuPeriod is > 0 ? host.CpuPeriod.Value : 100_000),
            _ => null,
        },
        MemoryBytes = host?.Memory is > 0 ? host.Memory : null,
        Pids = host?.PidsLimit is > 0 ? host.PidsLimit : null,
    };

    private static int Clamp(long? value) => (int)Math.Clamp(value ?? 0, int.MinValue, int.MaxValue);

    // Windows' codes are unsigned: 0xC000013A is kept as the same 32 bits, and not as another code.
    private static int ExitCode(long? value) => value is > int.MaxValue and <= uint.MaxValue ? unchecked((int)value.Value) : Clamp(value);

    private static string WithoutSlash(string? name) => name is ['/', .. var rest] ? rest : name ?? "";
}

using System.Text.Json;

namespace Rtm.Docker;

/// <summary>
/// The whole body of <c>POST /containers/create</c>: a positive schema, made from <see cref="RunSpec"/> alone. A field that isn't here can't be sent.
/// </summary>
internal sealed record CreateBody(
    string Image,
    string Hostname,
    string[]? Env,
    IReadOnlyDictionary<string, string>? Labels,
    string[]? Cmd,
    CreateHostConfig HostConfig,
    CreateNetworkingConfig NetworkingConfig)
{
    public static CreateRequest RequestFor(RunSpec spec, string logDriver, string logOptions)
    {
        // The specification was validated: the memory text is a size.
        _ = MemorySize.TryParse(spec.Memory, out var memory);
        var body = new CreateBody(
            spec.Image,
            spec.Hostname,
            spec.Env.Count == 0 ? null : [.. spec.Env.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}")],
            spec.Labels.Count == 0 ? null : new SortedDictionary<string, string>(spec.Labels.ToDictionary(), StringComparer.Ordinal),
            spec.Cmd.Count == 0 ? null : [.. spec.Cmd],
            new CreateHostConfig(
                spec.BindMounts.Count == 0 ? null : [.. spec.BindMounts.Select(m => $"{m.HostPath}:{m.MountPath}{(m.ReadOnly ? ":ro" : "")}")],
                new CreateLogConfig(logDriver, LogOptionsText.Parse(logOptions)),
                (long)(spec.CpuQuota * 1e9),
                memory,
                spec.PidsLimit),
            new CreateNetworkingConfig(new Dictionary<string, CreateEndpoint> { [spec.Network] = new([spec.Hostname]) }));
        return new CreateRequest(
            "POST", $"/containers/create?name={Uri.EscapeDataString(spec.Name)}", JsonSerializer.Serialize(body, EngineJson.Readable.CreateBody), spec.Name, spec.Hostname);
    }
}

internal sealed record CreateHostConfig(string[]? Binds, CreateLogConfig LogConfig, long NanoCpus, long Memory, long PidsLimit);

internal sealed record CreateLogConfig(string Type, IReadOnlyDictionary<string, string>? Config);

internal sealed record CreateNetworkingConfig(Dictionary<string, CreateEndpoint> EndpointsConfig);

internal sealed record CreateEndpoint(string[] Aliases);

/// <summary>The engine's answer to a create.</summary>
internal sealed record CreatedBody(string? Id);

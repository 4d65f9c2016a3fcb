using System.Text.Json.Serialization;

namespace Rtm.Docker;

/// <summary>
/// What this library reads of <c>GET /containers/{id}/json</c>. Times, numbers and the restart policy's name are read leniently: one bad field must not
/// hide a container from the operator who has to recover it.
/// </summary>
internal sealed class InspectBody
{
    public string? Id { get; set; }

    public string? Name { get; set; }

    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? Created { get; set; }

    public string? Image { get; set; }

    [JsonConverter(typeof(LenientNumber))]
    public long? RestartCount { get; set; }

    public InspectState? State { get; set; }

    public InspectConfig? Config { get; set; }

    public InspectHostConfig? HostConfig { get; set; }

    public List<InspectMount?>? Mounts { get; set; }

    public InspectNetworkSettings? NetworkSettings { get; set; }
}

internal sealed class InspectState
{
    public string? Status { get; set; }

    [JsonPropertyName("OOMKilled")]
    public bool? OomKilled { get; set; }

    [JsonConverter(typeof(LenientNumber))]
    public long? ExitCode { get; set; }

    public string? Error { get; set; }

    [JsonConverter(typeof(LenientNumber))]
    public long? Pid { get; set; }

    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? StartedAt { get; set; }

    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? FinishedAt { get; set; }

    public InspectHealth? Health { get; set; }
}

internal sealed class InspectHealth
{
    public string? Status { get; set; }

    [JsonConverter(typeof(LenientNumber))]
    public long? FailingStreak { get; set; }
}

internal sealed class InspectConfig
{
    public string? Hostname { get; set; }

    public string? User { get; set; }

    public bool? Tty { get; set; }

    public List<string?>? Env { get; set; }

    public List<string?>? Cmd { get; set; }

    public List<string?>? Entrypoint { get; set; }

    public string? Image { get; set; }

    public string? WorkingDir { get; set; }

    public Dictionary<string, string?>? Labels { get; set; }
}

internal sealed class InspectHostConfig
{
    [JsonConverter(typeof(LenientNumber))]
    public long? NanoCpus { get; set; }

    [JsonConverter(typeof(LenientNumber))]
    public long? CpuQuota { get; set; }

    [JsonConverter(typeof(LenientNumber))]
    public long? CpuPeriod { get; set; }

    [JsonConverter(typeof(LenientNumber))]
    public long? Memory { get; set; }

    [JsonConverter(typeof(LenientNumber))]
    public long? PidsLimit { get; set; }

    public InspectRestartPolicy? RestartPolicy { get; set; }

    public InspectLogConfig? LogConfig { get; set; }
}

internal sealed class InspectRestartPolicy
{
    public string? Name { get; set; }

    [JsonConverter(typeof(LenientNumber))]
    public long? MaximumRetryCount { get; set; }
}

internal sealed class InspectLogConfig
{
    public string? Type { get; set; }

    public Dictionary<string, string?>? Config { get; set; }
}

internal sealed class InspectMount
{
    public string? Type { get; set; }

    public string? Name { get; set; }

    public string? Source { get; set; }

    public string? Destination { get; set; }

    [JsonPropertyName("RW")]
    public bool? Writable { get; set; }
}

internal sealed class InspectNetworkSettings
{
    public Dictionary<string, InspectEndpoint?>? Networks { get; set; }

    public Dictionary<string, List<InspectPort?>?>? Ports { get; set; }
}

internal sealed class InspectPort
{
    public string? HostIp { get; set; }

    public string? HostPort { get; set; }
}

internal sealed class InspectEndpoint
{
    [JsonPropertyName("IPAddress")]
    public string? IPAddress { get; set; }

    public List<string?>? Aliases { get; set; }
}

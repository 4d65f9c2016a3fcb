using Rtm.Console.Masking;
using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>
/// One container in full, without its secrets: no environment value and no command of a health check is in it, and what looks like a secret elsewhere
/// is masked. So it can be shown and kept for as long as a page lives.
/// </summary>
public sealed record ContainerSheet
{
    /// <summary>Stands where a secret is not shown.</summary>
    public const string Masked = SecretMask.Mask;

    public required string Engine { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Owner { get; init; }

    /// <summary>When it was read, by the console's clock.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    public string ImageRef { get; init; } = "";

    public string ImageId { get; init; } = "";

    public string Hostname { get; init; } = "";

    public string WorkingDirectory { get; init; } = "";

    public string User { get; init; } = "";

    public bool Tty { get; init; }

    public string Health { get; init; } = "";

    /// <summary>How many health checks in a row have failed.</summary>
    public int FailingStreak { get; init; }

    public int RestartCount { get; init; }

    public string RestartPolicy { get; init; } = "";

    public int RestartMaximumRetryCount { get; init; }

    /// <summary>The names of the environment, in the engine's order. Their values are with <see cref="SecretDesk"/>.</summary>
    public IReadOnlyList<string> EnvNames { get; init; } = [];

    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public IReadOnlyList<MountPoint> Mounts { get; init; } = [];

    public IReadOnlyList<NetworkAttachment> Networks { get; init; } = [];

    public IReadOnlyList<PortBinding> Ports { get; init; } = [];

    public ResourceLimits Limits { get; init; } = new();

    public string LogDriver { get; init; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> LogOptions { get; init; } = [];

    /// <summary>The engine's answer, indented, with every secret masked.</summary>
    public required string Json { get; init; }

    internal static ContainerSheet Of(string engine, string owner, ContainerDetails details, DateTimeOffset readAt)
    {
        var mask = SecretMask.Of(details.Env);
        return new()
        {
            Engine = engine,
            Id = details.Id,
            Name = details.Name,
            Owner = owner,
            ReadAt = readAt,
            ImageRef = details.ImageRef,
            ImageId = details.ImageId,
            Hostname = details.Hostname,
            WorkingDirectory = details.WorkingDirectory,
            User = details.User,
            Tty = details.Tty,
            Health = details.Health ?? "",
            FailingStreak = details.FailingStreak,
            RestartCount = details.RestartCount,
            RestartPolicy = details.RestartPolicy,
            RestartMaximumRetryCount = details.RestartMaximumRetryCount,
            EnvNames = [.. details.Env.Select(EnvText.NameOf)],
            Entrypoint = mask.Arguments(details.Entrypoint),
            Command = mask.Arguments(details.Cmd),
            Labels = mask.Pairs(details.Labels),
            Mounts = details.Mounts,
            Networks = details.Networks,
            Ports = details.Ports,
            Limits = details.Limits,
            LogDriver = details.LogDriver,
            LogOptions = mask.Pairs(details.LogOptions),
            Json = JsonMask.Of(details.RawJson, mask),
        };
    }
}

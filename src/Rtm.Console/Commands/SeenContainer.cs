using Rtm.Console.Relay;

namespace Rtm.Console.Commands;

/// <summary>What a person saw of a container when they decided to act on it.</summary>
public sealed record SeenContainer
{
    /// <summary>The full id, 64 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>The engine's word: created, running, paused, restarting, removing, exited or dead.</summary>
    public required string State { get; init; }

    /// <summary>The image's id; empty where it was not known.</summary>
    public string ImageId { get; init; } = "";

    /// <summary>When it last started; null where it was not known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The engine's own restarts; null where they were not known.</summary>
    public int? RestartCount { get; init; }

    public static SeenContainer Of(BoardContainer container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return new()
        {
            Id = container.Id,
            State = container.Facts.State,
            ImageId = container.ImageId,
            StartedAt = container.Facts.StartedAt,
            RestartCount = container.Facts.RestartCount,
        };
    }
}

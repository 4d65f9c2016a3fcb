namespace Rtm.Docker;

/// <summary>One message of an engine's event stream, whatever its type. Source: Engine API <c>GET /events</c>.</summary>
public sealed record EngineMessage
{
    /// <summary>What it is about: <c>container</c>, <c>image</c>, <c>network</c>, <c>volume</c>, <c>daemon</c> … Empty where the engine sent none.</summary>
    public string Type { get; init; } = "";

    /// <summary>What happened. Of <c>exec_create</c> and <c>exec_start</c> the command is dropped, because it can hold secrets.</summary>
    public string Action { get; init; } = "";

    /// <summary>The id of what it is about.</summary>
    public string ActorId { get; init; } = "";

    /// <summary>All attributes of the actor.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = ReadOnly.EmptyMap;

    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z by the engine's clock, from <c>timeNano</c>, else from <c>time</c>; 0 where the engine sent neither.</summary>
    public long TimeNano { get; init; }

    /// <summary>When it happened by the engine's clock (UTC), from <see cref="TimeNano"/>; null where that is 0.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The same as a container's event; null where it is about something else.</summary>
    public EngineEvent? Event { get; init; }

    /// <summary>What tells this message from every other of its engine.</summary>
    public EngineMessageKey Key => new(TimeNano, Type, Action, ActorId);

    /// <summary>A container's event as a message.</summary>
    /// <param name="happened">The event.</param>
    public static EngineMessage Of(EngineEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return new()
        {
            Type = EngineMessageKey.Container,
            Action = happened.Action,
            ActorId = happened.ContainerId,
            Attributes = happened.Labels,
            TimeNano = happened.TimeNano,
            OccurredAt = happened.OccurredAt,
            Event = happened,
        };
    }
}

/// <summary>What tells one message from every other of its engine: two of the same instant differ in the rest.</summary>
/// <param name="TimeNano">Nanoseconds since 1970-01-01T00:00:00Z by the engine's clock; 0 where the engine sent none, and then nothing tells messages apart.</param>
/// <param name="Type">What it is about.</param>
/// <param name="Action">What happened.</param>
/// <param name="ActorId">The id of what it is about.</param>
public readonly record struct EngineMessageKey(long TimeNano, string Type, string Action, string ActorId)
{
    internal const string Container = "container";
}

using Rtm.Console.Verdicts;

namespace Rtm.Console.Commands;

/// <summary>Something this console let through to an engine, as the timeline needs it for its causes.</summary>
public sealed record OwnAct
{
    public required string ActionId { get; init; }

    public required CommandAction Action { get; init; }

    public required Actor Actor { get; init; }

    public required string Engine { get; init; }

    /// <summary>The full id; empty for a run whose container is not known yet.</summary>
    public string ContainerId { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>When the gate let it pass, by the console's clock.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>When it ended; null while it is under way.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    public TimeSpan? Grace { get; init; }

    /// <summary>What an exit verdict says of it; null where it ends nothing.</summary>
    public OwnEnd? End => Action switch
    {
        CommandAction.Stop => new("Stopped", Actor.Name, Grace),
        CommandAction.Restart => new("Restarted", Actor.Name, Grace),
        CommandAction.Kill => new("Killed", Actor.Name, null),
        _ => null,
    };
}

using Rtm.Console.Verdicts;

namespace Rtm.Console.Commands;

/// <summary>Something this console let through to an engine, as the timeline needs it for its causes.</summary>
public sealed record OwnAct
{
    // The engine's clock and its events' way here are not exact.
    internal static readonly TimeSpan Early = TimeSpan.FromSeconds(2);
    internal static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    public required string ActionId { get; init; }

    public required CommandAction Action { get; init; }

    public required Actor Actor { get; init; }

    public required string Engine { get; init; }

    /// <summary>The full id; empty for a run whose container is not known yet.</summary>
    public string ContainerId { get; init; } = "";

    /// <summary>The container that came of a recreation, by its full id; empty for others and until it is there.</summary>
    public string Produced { get; init; } = "";

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
        CommandAction.Recreate => new("Replaced", Actor.Name, Grace),
        _ => null,
    };

    /// <summary>Whether it starts a container.</summary>
    public bool Starts => Action is CommandAction.Run or CommandAction.Start or CommandAction.Restart or CommandAction.Recreate;

    /// <summary>The containers whose events it may explain; the empty id is that of one that is not known yet.</summary>
    internal IEnumerable<string> ContainerIds => Action == CommandAction.Recreate ? [ContainerId, Produced] : [ContainerId];

    /// <summary>The same once it has ended.</summary>
    /// <param name="produced">The container that the outcome is about; empty where there is none.</param>
    /// <param name="at">When.</param>
    internal OwnAct Ended(string produced, DateTimeOffset at) => Action == CommandAction.Recreate
        ? this with { Produced = produced == ContainerId ? "" : produced, FinishedAt = at }
        : this with { ContainerId = produced, FinishedAt = at };

    /// <summary>Whether it may be behind something that happened then, by the console's clock.</summary>
    public bool Covers(DateTimeOffset at) => at >= AcceptedAt - Early && (FinishedAt is not { } end || at <= end + Late);

    /// <summary>The acts that rows of the audit tell of, in their order.</summary>
    /// <param name="oldestFirst">Rows of the audit; where an intent is missing, its outcome stands for it.</param>
    public static IEnumerable<OwnAct> From(IReadOnlyCollection<AuditRow> oldestFirst)
    {
        ArgumentNullException.ThrowIfNull(oldestFirst);
        var ends = oldestFirst.Where(r => r.Kind == AuditKind.Outcome).ToDictionary(r => r.ActionId, StringComparer.Ordinal);
        return oldestFirst.Where(r => r.Kind != AuditKind.Refusal && r.Action is not (CommandAction.Reveal or CommandAction.EndSession))
            .DistinctBy(r => r.ActionId)
            .Select(r => Of(r, ends.GetValueOrDefault(r.ActionId)));
    }

    private static OwnAct Of(AuditRow row, AuditRow? end) => new()
    {
        ActionId = row.ActionId,
        Action = row.Action,
        Actor = row.Actor,
        Engine = row.Engine,
        ContainerId = row.ContainerId.Length > 0 ? row.ContainerId : end?.ContainerId ?? "",
        Produced = row.Action == CommandAction.Recreate && end is not null && end.ContainerId != row.ContainerId ? end.ContainerId : "",
        Reason = row.Reason,
        AcceptedAt = row.Kind == AuditKind.Intent ? row.At : row.AskedAt,
        FinishedAt = end?.At ?? row.At + (row.Grace ?? TimeSpan.Zero),
        Grace = row.Grace,
    };
}

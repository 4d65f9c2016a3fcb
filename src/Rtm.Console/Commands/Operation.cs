namespace Rtm.Console.Commands;

/// <summary>How far a command is.</summary>
public enum OperationPhase
{
    /// <summary>The gate looks at it.</summary>
    Checking,

    /// <summary>The engine is being asked; for a stop this lasts as long as its grace.</summary>
    Asking,

    /// <summary>The engine said yes; its event is awaited.</summary>
    Requested,

    /// <summary>See <see cref="Operation.Outcome"/>.</summary>
    Finished,
}

/// <summary>One command as everyone may see it: who does what, and how far it is. Immutable.</summary>
public sealed record Operation
{
    public required string ActionId { get; init; }

    public required CommandAction Action { get; init; }

    public required string Engine { get; init; }

    /// <summary>The full id; empty for a pull, and for a run before its container is created.</summary>
    public string ContainerId { get; init; } = "";

    /// <summary>The container's name or the image; empty until the gate knows it to be in the scope.</summary>
    public string Target { get; init; } = "";

    public required Actor Actor { get; init; }

    public string Reason { get; init; } = "";

    public required DateTimeOffset AskedAt { get; init; }

    public OperationPhase Phase { get; init; }

    /// <summary>When a stop or a restart kills what has not ended by itself; null for others and before the engine is asked.</summary>
    public DateTimeOffset? GraceEndsAt { get; init; }

    /// <summary>Which of its steps a recreation is at: <c>Stopping the old container</c>; empty for others.</summary>
    public string Step { get; init; } = "";

    /// <summary>How far a pull is; null for others.</summary>
    public PullState? Pull { get; init; }

    public CommandOutcome? Outcome { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Whether <see cref="ICommandDesk.CancelAsync"/> can do something.</summary>
    public bool CanCancel => Action == CommandAction.Pull && Phase == OperationPhase.Asking;
}

/// <summary>How far a pull is.</summary>
/// <param name="Layers">Its layers in the order in which the engine named them.</param>
/// <param name="Words">The engine's last words about the pull as a whole.</param>
/// <param name="BytesPerSecond">Bytes downloaded a second of late; null before it is known.</param>
public sealed record PullState(IReadOnlyList<PullLayer> Layers, string Words, double? BytesPerSecond)
{
    public static PullState Nothing { get; } = new([], "", null);

    /// <summary>Bytes downloaded so far.</summary>
    public long CurrentBytes => Layers.Sum(layer => layer.CurrentBytes);

    /// <summary>Bytes of the layers whose size is known so far.</summary>
    public long TotalBytes => Layers.Sum(layer => layer.TotalBytes ?? 0);
}

/// <summary>One layer of a pull.</summary>
/// <param name="Id">The engine's short id.</param>
/// <param name="Status">The engine's word: Downloading, Extracting, Pull complete …</param>
/// <param name="CurrentBytes">Bytes downloaded.</param>
/// <param name="TotalBytes">Its size; null where unknown.</param>
public sealed record PullLayer(string Id, string Status, long CurrentBytes, long? TotalBytes);

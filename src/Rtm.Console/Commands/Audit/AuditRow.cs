namespace Rtm.Console.Commands;

/// <summary>What a row of the audit says.</summary>
public enum AuditKind
{
    /// <summary>The gate let a command pass; the engine is asked next.</summary>
    Intent,

    /// <summary>What became of it.</summary>
    Outcome,

    /// <summary>The gate refused; the engine was not asked.</summary>
    Refusal,
}

/// <summary>One row of the audit. It is only ever added. Secrets are masked before it is made.</summary>
public sealed record AuditRow
{
    /// <summary>The ULID of the click; intent and outcome share it.</summary>
    public required string ActionId { get; init; }

    public required AuditKind Kind { get; init; }

    public required CommandAction Action { get; init; }

    /// <summary>When the person asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When the row was made: accepted, refused or finished, as <see cref="Kind"/> says.</summary>
    public required DateTimeOffset At { get; init; }

    public required Actor Actor { get; init; }

    public required string Engine { get; init; }

    /// <summary>As it was asked for; the full id where the gate let it pass.</summary>
    public string ContainerId { get; init; } = "";

    /// <summary>The container's name, or the image of a pull; empty where the gate did not get that far.</summary>
    public string Target { get; init; } = "";

    /// <summary>Method, path and body as they are sent, secrets masked; empty for a refusal that has none.</summary>
    public string Request { get; init; } = "";

    /// <summary>SHA-256 of the unmasked request, in hex; empty where there is no body.</summary>
    public string RequestHash { get; init; } = "";

    /// <summary>Of a stop or a restart; whole seconds.</summary>
    public TimeSpan? Grace { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>Of an outcome or a refusal.</summary>
    public CommandResult? Result { get; init; }

    /// <summary>The outcome in the daemon's words, or why it was refused.</summary>
    public string Words { get; init; } = "";

    /// <summary>The engine's events that followed, such as <c>kill(15) die(143) stop</c>.</summary>
    public string Events { get; init; } = "";

    /// <summary>The machine of the console that wrote it.</summary>
    public string Console { get; init; } = Environment.MachineName;
}

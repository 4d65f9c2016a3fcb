namespace Rtm.Console.History.Timeline;

/// <summary>What a stored row of the timeline is.</summary>
internal enum RowKind : short
{
    Event = 0,
    Gap = 1,
    Difference = 2,
}

/// <summary>A row of the timeline as it is stored. Instants are ticks (100 ns since 0001-01-01T00:00:00Z), so that both databases give back what they got.</summary>
internal sealed class StoredRow
{
    public required string Engine { get; init; }

    public required long Sequence { get; init; }

    public required RowKind Kind { get; init; }

    public required long At { get; init; }

    /// <summary>
    /// Not an event, or one whose time is far from its place: the few rows that an index by place can't find by time. Every query looks
    /// through them beside the others.
    /// </summary>
    public required bool IsApart { get; init; }

    /// <summary>Nanoseconds since 1970; null where the engine sent no time, and then nothing tells two events apart.</summary>
    public long? TimeNano { get; init; }

    /// <summary>With <see cref="TimeNano"/>, what tells an event from every other of its engine.</summary>
    public long? Fingerprint { get; init; }

    /// <summary>Of an event or a difference.</summary>
    public long? SubjectId { get; init; }

    public StoredSubject? Subject { get; init; }

    /// <summary>Of an event.</summary>
    public string? Owner { get; init; }

    /// <summary>Of an event.</summary>
    public string? Action { get; init; }

    /// <summary>Of an event.</summary>
    public string? Detail { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Of a gap.</summary>
    public long? From { get; init; }

    /// <summary>Of a gap.</summary>
    public short? Cause { get; init; }

    /// <summary>Of a gap.</summary>
    public int? Changes { get; init; }

    /// <summary>Of a difference: the gap's sequence.</summary>
    public long? Gap { get; init; }

    /// <summary>Of a difference.</summary>
    public string? Before { get; init; }

    /// <summary>Of a difference.</summary>
    public string? After { get; init; }
}

/// <summary>One container under one name, image and owner. Rows refer to it, so that it is stored, and searched through, once.</summary>
internal sealed class StoredSubject
{
    /// <summary>Made of all that follows: whoever writes it need not ask for it.</summary>
    public required long Id { get; init; }

    public required string Engine { get; init; }

    public required string ContainerId { get; init; }

    public required string Name { get; init; }

    public required string Image { get; init; }

    public required string Owner { get; init; }

    /// <summary>Name, id and image in capitals, a line each.</summary>
    public required string Search { get; init; }

    /// <summary>The sequence of its first row.</summary>
    public required long First { get; init; }

    /// <summary>The sequence of its last row.</summary>
    public required long Last { get; set; }
}

/// <summary>What a relay remembers.</summary>
internal sealed class StoredMemory
{
    public required string Engine { get; init; }

    public long SavedAt { get; set; }

    /// <summary>A <see cref="Relay.RelayMemory"/> as JSON.</summary>
    public string Memory { get; set; } = "";
}

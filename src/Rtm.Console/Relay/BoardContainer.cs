using Rtm.Console.Verdicts;

namespace Rtm.Console.Relay;

/// <summary>One container of the scope as the board knows it. What came from the engine is text and nothing else.</summary>
public sealed record BoardContainer
{
    public required string Engine { get; init; }

    /// <summary>The full id, 64 hex digits.</summary>
    public required string Id { get; init; }

    public string Name { get; init; } = "";

    public string Image { get; init; } = "";

    /// <summary>The image's id, <c>sha256:</c> and 64 hex digits; empty where it was not told.</summary>
    public string ImageId { get; init; } = "";

    public string Owner { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public ContainerFacts Facts { get; init; } = new();

    /// <summary>Why its details could not be read; null while they could.</summary>
    public string? DetailsError { get; init; }
}

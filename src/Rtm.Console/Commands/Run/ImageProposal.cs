using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>What an image proposes for fields that nobody filled in. Whatever comes of it is judged like what a person typed.</summary>
public sealed record ImageProposal
{
    /// <summary>The image as it was asked for.</summary>
    public required string Image { get; init; }

    /// <summary>The proposed values; only of the fields in <see cref="Sources"/>.</summary>
    public RunSpec Values { get; init; } = new();

    /// <summary>Where the value of a field comes from, in words, by the field's name.</summary>
    public IReadOnlyDictionary<string, string> Sources { get; init; } = new Dictionary<string, string>();

    /// <summary>What the image says and is not used, each with its field and the reason.</summary>
    public IReadOnlyList<RunSpecFault> Notes { get; init; } = [];

    /// <summary>The variables that the image itself sets. Their values stay where they are.</summary>
    public IReadOnlyList<string> EnvNames { get; init; } = [];
}

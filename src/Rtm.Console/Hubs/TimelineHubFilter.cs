using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using Rtm.Console.Relay;

namespace Rtm.Console.Hubs;

/// <summary>Which rows a subscriber wants; what is left out doesn't narrow them. Gaps of the engines always come: they may hide what is looked for.</summary>
public sealed record TimelineHubFilter
{
    internal const int MostNames = 32;
    internal const int LongestName = 128;
    internal const int LongestText = 200;

    /// <summary>Engines by name.</summary>
    public IReadOnlyList<string>? Engines { get; init; }

    /// <summary>One container, by full id.</summary>
    public string? ContainerId { get; init; }

    public string? Owner { get; init; }

    /// <summary>The engine's verbs, such as start and die.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>Part of a container's name, id or image, or of an action; case doesn't matter.</summary>
    public string? Text { get; init; }

    /// <summary>What the client sent beside that: a misspelt key must not widen the filter without a word.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Unknown { get; init; }

    /// <exception cref="HubException">It can't be used; the message says why.</exception>
    internal TimelineFilter Checked(IReadOnlyCollection<string> engines)
    {
        if (Unknown is { Count: > 0 })
            throw new HubException("The filter has engines, containerId, owner, actions and text, and nothing else.");
        if (Names(Engines, "engines").FirstOrDefault(name => !engines.Contains(name, StringComparer.Ordinal)) is not null)
            throw new HubException($"The filter's engines must be among: {string.Join(", ", engines)}.");
        if (ContainerId is { } id && (id.Length != 64 || id.Any(c => !char.IsAsciiHexDigitLower(c))))
            throw new HubException("The filter's containerId must be a full id: 64 hex digits in lower case.");
        if (Owner is { Length: 0 or > LongestName })
            throw new HubException($"The filter's owner must have 1 to {LongestName} characters.");
        if (Text is { Length: > LongestText })
            throw new HubException($"The filter's text must have at most {LongestText} characters.");

        return new TimelineFilter
        {
            Engines = [.. Engines ?? []],
            ContainerId = ContainerId,
            Owner = Owner,
            Actions = [.. Names(Actions, "actions")],
            Text = Text ?? "",
        };
    }

    private static IReadOnlyList<string> Names(IReadOnlyList<string>? names, string of)
    {
        if (names is { Count: > MostNames } || names?.Any(name => name is null or { Length: 0 or > LongestName }) == true)
            throw new HubException($"The filter's {of} must be at most {MostNames} names of 1 to {LongestName} characters.");
        return names ?? [];
    }
}

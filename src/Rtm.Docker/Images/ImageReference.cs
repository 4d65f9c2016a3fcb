using System.Text.RegularExpressions;

namespace Rtm.Docker;

/// <summary>An image reference of the engine's own form: <c>[host[:port]/]path[:tag][@digest]</c>. No user info, no scheme.</summary>
/// <param name="Name">Host and path.</param>
/// <param name="Tag">The tag; empty where there is none.</param>
/// <param name="Digest">The digest; empty where there is none.</param>
internal sealed record ImageReference(string Name, string Tag, string Digest)
{
    private const int LongestReference = 512;
    private const int LongestName = 255;

    // Linear whatever the input: no backtracking.
    private static readonly Regex Form = new(
        """
        ^(?<name>
            (?:(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*(?:\.[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*)*|\[[A-Fa-f0-9:]+\])(?::[0-9]{1,5})?/)?
            [a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*
        )
        (?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?
        (?:@(?<digest>sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}))?\z
        """,
        RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>What to look an image up by: the digest wins over the tag, and neither means <c>latest</c>.</summary>
    public string Lookup => Digest.Length > 0 ? $"{Name}@{Digest}" : $"{Name}:{TagOrDigest}";

    /// <summary>What a pull asks for. Never empty: the engine takes an empty one for every tag there is.</summary>
    public string TagOrDigest => Digest.Length > 0 ? Digest : Tag.Length > 0 ? Tag : "latest";

    public static ImageReference? TryParse(string? text)
    {
        if (text is null or { Length: > LongestReference } || Form.Match(text) is not { Success: true } match)
            return null;
        var name = match.Groups["name"].Value;
        return name.Length > LongestName ? null : new(name, match.Groups["tag"].Value, match.Groups["digest"].Value);
    }

    /// <summary>An image's own id: <c>sha256:</c> and 64 hex digits.</summary>
    public static bool IsImageId(string? text) =>
        text is not null && text.StartsWith("sha256:", StringComparison.Ordinal) && EngineNames.IsFullId(text["sha256:".Length..]);
}

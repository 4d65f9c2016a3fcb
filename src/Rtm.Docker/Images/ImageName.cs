namespace Rtm.Docker;

/// <summary>An image reference taken apart and written out, so that two ways to write one image compare as one.</summary>
/// <param name="Repository">Registry and path, such as <c>registry.example:5000/game/engine</c> or <c>docker.io/library/busybox</c>; lower case.</param>
/// <param name="Tag">The tag; empty where there is none.</param>
/// <param name="Digest">The digest with its algorithm; empty where there is none.</param>
public sealed record ImageName(string Repository, string Tag, string Digest)
{
    private const string DefaultRegistry = "docker.io";

    /// <summary>Reads a reference as the engine does; null where it is none: user info, a scheme, a control character …</summary>
    /// <param name="imageRef">A reference such as <c>busybox:1.36</c>.</param>
    public static ImageName? TryParse(string? imageRef) =>
        ImageReference.TryParse(imageRef) is { } reference ? new(WrittenOut(reference.Name), reference.Tag, reference.Digest) : null;

    // A first part is a registry only where it can't be a path: with a dot, a port or capital letters, or localhost.
    private static string WrittenOut(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : name[..slash];
        if (first.Length > 0 && (first == "localhost" || first.AsSpan().ContainsAny('.', ':') || first.Any(char.IsAsciiLetterUpper)))
            return first is "index.docker.io" or DefaultRegistry ? OnDefault(name[(slash + 1)..]) : $"{first.ToLowerInvariant()}{name[slash..]}";
        return OnDefault(name);
    }

    private static string OnDefault(string path) =>
        path.Contains('/', StringComparison.Ordinal) ? $"{DefaultRegistry}/{path}" : $"{DefaultRegistry}/library/{path}";
}

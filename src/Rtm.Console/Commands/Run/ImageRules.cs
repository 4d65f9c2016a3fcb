using Rtm.Docker;

namespace Rtm.Console.Commands;

/// <summary>From where images may come. Nothing is allowed that the configuration doesn't name.</summary>
internal sealed class ImageRules(CommandOptions options)
{
    /// <summary>Why the image may not be used; null where it may.</summary>
    public string? FaultOf(string? image)
    {
        if (ImageName.TryParse(image) is not { } name)
            return "is not an image reference: write it as [registry[:port]/]path[:tag][@sha256:…], the path in lower case, without user or scheme";
        // It reads like a repository of the default registry, but the engine would take it for any image it has.
        if (name.Repository == "docker.io/library/sha256")
            return "is an image's id, which doesn't say where it comes from: name a repository";
        if (options.Images.Any(allowed => IsUnder(name.Repository, allowed)))
            return null;
        return options.Images.Count == 0
            ? "no image is allowed: Rtm:Commands:Images names none"
            : $"'{name.Repository}' is not among the allowed registries and repositories: {string.Join(", ", options.Images)}";
    }

    private static bool IsUnder(string repository, string allowed) =>
        repository == allowed || (repository.StartsWith(allowed, StringComparison.Ordinal) && repository[allowed.Length] == '/');
}

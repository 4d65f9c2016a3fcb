using System.Text.Json.Serialization;

namespace Rtm.Docker;

/// <summary>What this library reads of <c>GET /images/{name}/json</c>. Some images carry no time of creation, or a bad one.</summary>
internal sealed class ImageBody
{
    public string? Id { get; set; }

    [JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? Created { get; set; }

    public long? Size { get; set; }

    public List<string?>? RepoTags { get; set; }

    public List<string?>? RepoDigests { get; set; }

    public ImageConfigBody? Config { get; set; }
}

internal sealed class ImageConfigBody
{
    public Dictionary<string, string?>? Labels { get; set; }

    public List<string?>? Env { get; set; }

    public List<string?>? Cmd { get; set; }
}

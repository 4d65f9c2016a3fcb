using System.Threading.Channels;

namespace Rtm.Docker;

/// <summary>The engine's images.</summary>
public interface IImageStore
{
    /// <summary>
    /// Pulls an image according to <paramref name="policy"/> and returns when the engine has it. The progress stream is drained to its end;
    /// an error inside the stream and a stream that is cut are failures, and the image is inspected as proof before the call returns.
    /// A reference without tag and digest means the tag <c>latest</c>.
    /// Source: Engine API <c>POST /images/create</c>, seed <c>PullImage</c>. Deadline: <see cref="EngineDeadlines.PullSilence"/> without progress.
    /// </summary>
    /// <param name="imageRef">An image reference such as <c>registry.example:5000/game/engine:1.4</c>.</param>
    /// <param name="policy">When to ask the registry.</param>
    /// <param name="progress">
    /// Gets every report of the engine, in order; null for none. The pull never waits for a reader: what a full channel doesn't take is
    /// left out. The channel stays the caller's: it is not completed here.
    /// </param>
    /// <param name="ct">Cancels the wait and with it the pull.</param>
    /// <exception cref="ArgumentOutOfRangeException">The policy is none of the three; the engine was not asked.</exception>
    /// <exception cref="InvalidReferenceException">The reference is not of the engine's form; the engine was not asked.</exception>
    /// <exception cref="ImageNotFoundException">Absent with <see cref="PullPolicy.Never"/>, or the registry has no such tag or repository.</exception>
    /// <exception cref="PullFailedException">The pull failed, with the daemon's words.</exception>
    /// <exception cref="EngineTimeoutException">No progress for too long.</exception>
    /// <exception cref="EngineException">Any other failure.</exception>
    Task PullImageAsync(string imageRef, PullPolicy policy, ChannelWriter<PullProgress>? progress, CancellationToken ct);

    /// <summary>
    /// Reads an image of the engine. Source: Engine API <c>GET /images/{name}/json</c>, seed <c>InspectImage</c>.
    /// Deadline: <see cref="EngineDeadlines.Inspect"/>.
    /// </summary>
    /// <param name="imageRef">A reference, or an image id (<c>sha256:</c> and 64 hex digits).</param>
    /// <param name="ct">Cancels the call.</param>
    /// <exception cref="InvalidReferenceException">The reference is not of the engine's form; the engine was not asked.</exception>
    /// <exception cref="ImageNotFoundException">The engine has no such image.</exception>
    /// <exception cref="EngineException">Any other failure.</exception>
    Task<ImageDetails> InspectImageAsync(string imageRef, CancellationToken ct);
}

/// <summary>When to ask the registry for an image. Source: the seed's <c>ports.PullPolicy</c>.</summary>
public enum PullPolicy
{
    /// <summary>Ask the engine first and pull only what it lacks.</summary>
    IfMissing,

    /// <summary>Always pull, so that a tag that moved is followed.</summary>
    Always,

    /// <summary>Never pull; absent is an <see cref="ImageNotFoundException"/>.</summary>
    Never,
}

/// <summary>One report of a running pull. Source: the JSON messages of Engine API <c>POST /images/create</c>.</summary>
/// <param name="LayerId">The layer's short id, or the tag for the pull as a whole; empty where the engine names none.</param>
/// <param name="Status">The engine's words, such as <c>Downloading</c>; text, never markup.</param>
/// <param name="CurrentBytes">Bytes done of this step; null where not counted.</param>
/// <param name="TotalBytes">Bytes of this step in all; null where unknown.</param>
public sealed record PullProgress(string LayerId, string Status, long? CurrentBytes, long? TotalBytes);

/// <summary>An image of the engine. Source: Engine API <c>GET /images/{name}/json</c>, seed <c>ImageInspect</c>.</summary>
public sealed record ImageDetails
{
    /// <summary>The reference that was asked for.</summary>
    public required string Ref { get; init; }

    /// <summary>The image id, <c>sha256:</c> and 64 hex digits.</summary>
    public string Id { get; init; } = "";

    /// <summary>The image's labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = ReadOnly.EmptyMap;

    /// <summary>The environment that its containers get, <c>NAME=value</c> each; what a <see cref="RunSpec"/> sets wins.</summary>
    public IReadOnlyList<string> Env { get; init; } = [];

    /// <summary>The command that its containers run where a <see cref="RunSpec"/> has none; empty where it has none either.</summary>
    public IReadOnlyList<string> Cmd { get; init; } = [];

    /// <summary>What the registries call it, such as <c>game/engine@sha256:…</c>; empty for an image that was never pulled or pushed.</summary>
    public IReadOnlyList<string> RepoDigests { get; init; } = [];

    /// <summary>The tags it carries.</summary>
    public IReadOnlyList<string> RepoTags { get; init; } = [];

    /// <summary>When it was built (UTC); null where the image doesn't say, or not in a form that can be read.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its size on the engine's disk, in bytes.</summary>
    public long SizeBytes { get; init; }
}

using System.Text.Json;
using System.Threading.Channels;
using Docker.DotNet;

namespace Rtm.Docker;

/// <summary>Inspects and pulls images of one engine.</summary>
internal sealed class ImageStore(EngineConnection connection) : IImageStore
{
    public async Task PullImageAsync(string imageRef, PullPolicy policy, ChannelWriter<PullProgress>? progress, CancellationToken ct)
    {
        if (!Enum.IsDefined(policy))
            throw new ArgumentOutOfRangeException(nameof(policy), policy, $"Image '{imageRef}' was not pulled: there is no such pull policy.");
        var call = new EngineCall("pull image", imageRef ?? "", EngineSubject.Image);
        var reference = Require(call);
        if (policy != PullPolicy.Always)
        {
            var present = await FindAsync(call, connection.Deadlines.Inspect, ct).ConfigureAwait(false) is not null;
            if (present)
                return;
            if (policy == PullPolicy.Never)
                throw new ImageNotFoundException(
                    connection.Failure(call),
                    $"Docker Engine '{connection.Name}' does not have image '{imageRef}', and the pull policy forbids to fetch it.");
        }
        await PullAsync(call, reference, progress, ct).ConfigureAwait(false);
        // A pull that failed can end like one that worked: only the engine's having the image is proof. Its disk may still be busy.
        if (await FindAsync(call, connection.Deadlines.PullSilence, ct).ConfigureAwait(false) is null)
            throw new PullFailedException(
                connection.Failure(call),
                $"Docker Engine '{connection.Name}' ended the pull of '{imageRef}' without an error, but does not have the image.",
                PullFailureReason.CutOff);
    }

    public Task<ImageDetails> InspectImageAsync(string imageRef, CancellationToken ct) =>
        InspectAsync(new EngineCall("inspect image", imageRef ?? "", EngineSubject.Image), connection.Deadlines.Inspect, ct);

    private async Task<ImageDetails> InspectAsync(EngineCall call, TimeSpan limit, CancellationToken ct)
    {
        var lookup = ImageReference.IsImageId(call.Target) ? call.Target : Require(call).Lookup;
        return await connection.SendAsync(
            call,
            limit,
            HttpMethod.Get,
            $"images/{lookup}/json",
            json: null,
            answer => Map(call.Target, JsonSerializer.Deserialize(answer, EngineJson.Default.ImageBody) ?? throw new JsonException("The answer is null.")),
            ct).ConfigureAwait(false);
    }

    private async Task<ImageDetails?> FindAsync(EngineCall call, TimeSpan limit, CancellationToken ct)
    {
        try
        {
            return await InspectAsync(call, limit, ct).ConfigureAwait(false);
        }
        catch (ImageNotFoundException)
        {
            return null;
        }
    }

    private async Task PullAsync(EngineCall call, ImageReference reference, ChannelWriter<PullProgress>? progress, CancellationToken ct)
    {
        // Our own request: the library takes a stream that was cut in the middle of a report for one that ended well.
        var path = $"images/create?fromImage={Uri.EscapeDataString(reference.Name)}&tag={Uri.EscapeDataString(reference.TagOrDigest)}";
        var reports = connection.StreamAsync(
            call,
            connection.Deadlines.PullSilence,
            silence: connection.Deadlines.PullSilence,
            token => connection.OpenAsync(HttpMethod.Post, path, token),
            (stream, token) => JsonValueReader.ReadAsync(stream, onMalformed: null, token),
            ct);
        try
        {
            await foreach (var report in reports.ConfigureAwait(false))
            {
                if (PullReport.ErrorIn(report) is { } words)
                    throw PullReport.Failure(connection.Failure(call), connection.Name, words);
                progress?.TryWrite(PullReport.Progress(report));
            }
        }
        catch (EngineStreamException error)
        {
            throw new PullFailedException(connection.Failure(call), $"{error.Message} Pull again.", PullFailureReason.CutOff, error);
        }
        catch (EngineException error) when (error.InnerException is DockerApiException answer && DaemonWords.In(answer.ResponseBody) is { } words)
        {
            throw PullReport.Failure(connection.Failure(call, error.StatusCode), connection.Name, words, error);
        }
    }

    private ImageReference Require(EngineCall call) => ImageReference.TryParse(call.Target)
        ?? throw new InvalidReferenceException(
            connection.Failure(call),
            $"'{HarmlessText.Of(call.Target)}' is not an image reference: write it as [registry[:port]/]path[:tag][@sha256:…], the path in lower case. Docker Engine '{connection.Name}' was not asked.");

    private static ImageDetails Map(string imageRef, ImageBody body) => new()
    {
        Ref = imageRef,
        Id = body.Id ?? "",
        Labels = ReadOnly.Map(body.Config?.Labels),
        Env = ReadOnly.List(body.Config?.Env),
        Cmd = ReadOnly.List(body.Config?.Cmd),
        RepoDigests = ReadOnly.List(body.RepoDigests),
        RepoTags = ReadOnly.List(body.RepoTags),
        CreatedAt = body.Created,
        SizeBytes = body.Size ?? 0,
    };
}

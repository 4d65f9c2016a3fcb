using System.Net;
using System.Text.Json;

namespace Rtm.Docker;

/// <summary>One JSON report of a pull: progress, or the error that arrives under HTTP 200.</summary>
internal static class PullReport
{
    public static PullProgress Progress(JsonElement report)
    {
        var detail = report.Member("progressDetail");
        return new PullProgress(report.Text("id") ?? "", report.Text("status") ?? "", Bytes(detail, "current"), Bytes(detail, "total"));
    }

    /// <summary>The daemon's words where this report is an error; null where it is progress.</summary>
    public static string? ErrorIn(JsonElement report)
    {
        var words = report.Member("errorDetail").Text("message") ?? report.Text("error");
        if (words is not null)
            return HarmlessText.Of(words);
        return report.Member("errorDetail").ValueKind == JsonValueKind.Object ? "the engine reported an error without words" : null;
    }

    /// <summary>The failure in its kind. The daemon answers most kinds with the same status, so its words decide.</summary>
    public static EngineException Failure(EngineFailure failure, string engine, string words, Exception? cause = null)
    {
        var sentence = $"Docker Engine '{engine}' could not pull image '{failure.Target}': {words}";
        var judged = WithoutName(words, failure.Target);
        if (failure.StatusCode == HttpStatusCode.NotFound || Says(judged, "manifest unknown", "not found: name unknown", "repository name not known", "no matching manifest"))
            return new ImageNotFoundException(failure, sentence, cause);
        return new PullFailedException(failure, sentence, ReasonFor(judged), cause);
    }

    // A name such as r.example/unauthorized/game is no reason.
    private static string WithoutName(string words, string target)
    {
        var name = ImageReference.TryParse(target)?.Name ?? "";
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? words
            : words.Replace(name, "", StringComparison.Ordinal).Replace(name[(slash + 1)..], "", StringComparison.Ordinal);
    }

    private static PullFailureReason ReasonFor(string words)
    {
        if (Says(words, "unauthorized", "authentication required", "no basic auth", "access denied", "access to the resource is denied", "403 Forbidden"))
            return PullFailureReason.Unauthorized;
        if (Says(words, "no space left", "disk quota"))
            return PullFailureReason.DiskFull;
        if (Says(words, "unexpected EOF", "connection reset", "broken pipe"))
            return PullFailureReason.CutOff;
        if (words.EndsWith("EOF", StringComparison.Ordinal)
            || Says(words, "dial tcp", "connection refused", "no such host", "i/o timeout", "TLS handshake", "deadline exceeded", "request canceled", "HTTP response to HTTPS client", "x509:", "server misbehaving", "no route to host"))
            return PullFailureReason.RegistryUnreachable;
        return PullFailureReason.Other;
    }

    private static bool Says(string words, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (words.Contains(part, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    private static long? Bytes(JsonElement detail, string name) =>
        detail.ValueKind == JsonValueKind.Object && detail.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var bytes)
            ? bytes
            : null;
}

using System.Formats.Tar;
using System.Text;

namespace Rtm.Bench;

/// <summary>Images without a registry, from the machine's static busybox and a script.</summary>
internal static class BusyboxImage
{
    public const string Script = "/game";

    /// <param name="raw">The engine.</param>
    /// <param name="reference">The name with a tag.</param>
    /// <param name="ct">Ends the import.</param>
    /// <param name="script">What the image runs; null for an image that runs nothing by itself.</param>
    /// <param name="changes">Lines of a Dockerfile, such as <c>HEALTHCHECK …</c>.</param>
    public static async Task ImportAsync(RawEngine raw, string reference, CancellationToken ct, string? script = null, params IEnumerable<string> changes)
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            await writer.WriteEntryAsync("/bin/busybox", "bin/busybox", ct);
            if (script is not null)
            {
                using var text = new MemoryStream(Encoding.UTF8.GetBytes(script));
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, Script.TrimStart('/')) { DataStream = text }, ct);
                changes = [.. changes, $$"""CMD ["/bin/busybox", "sh", "{{Script}}"]"""];
            }
        }

        tar.Position = 0;
        var colon = reference.LastIndexOf(':');
        var lines = string.Concat(changes.Select(line => $"&changes={Uri.EscapeDataString(line)}"));
        await raw.PostAsync($"images/create?fromSrc=-&repo={reference[..colon]}&tag={reference[(colon + 1)..]}{lines}", new StreamContent(tar), ct);
    }
}

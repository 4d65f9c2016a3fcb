using System.Diagnostics;
using System.Formats.Tar;

namespace Rtm.E2E.Tests.Support;

/// <summary>Makes images without a registry, from the machine's static busybox alone.</summary>
public static class Busybox
{
    /// <summary>
    /// A shell command that is killed for want of memory at any limit below 200 MB. The shell outlives what it runs for a moment: an engine
    /// that sees the end before the shortage reports no shortage.
    /// </summary>
    public const string EatsMemory = "head -c 200m /dev/zero | tail; code=$?; sleep 1; exit $code";

    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;
    private const string Program = "/bin/busybox";

    /// <summary>
    /// Imports an image named <paramref name="reference"/>; each reference has a layer of its own, so that a pull moves
    /// bytes. Changes are Dockerfile lines: <c>CMD ["sleep", "60"]</c>, <c>LABEL a=b</c>, <c>HEALTHCHECK …</c>, <c>EXPOSE 8080</c>.
    /// </summary>
    public static async Task ImportAsync(PrivateEngine engine, string reference, CancellationToken ct, params IEnumerable<string> changes)
    {
        await using var root = await MakeRootAsync(reference, ct);
        var options = changes.SelectMany(change => new[] { "--change", change });
        var start = new ProcessStartInfo("docker", ["--host", engine.Endpoint.OriginalString, "import", .. options, "-", reference]);
        await Tool.RunAsync(start, root, ct);
    }

    private static async Task<MemoryStream> MakeRootAsync(string reference, CancellationToken ct)
    {
        var applets = (await Tool.RunAsync(Program, ct, "--list")).Split('\n');
        var root = new MemoryStream();
        await using (var tar = new TarWriter(root, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var folder in new[] { "bin/", "tmp/", "srv/", "etc/" })
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, folder) { Mode = Executable }, ct);
            }
            await using var program = File.OpenRead(Program);
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = Executable, DataStream = program }, ct);
            foreach (var applet in applets.Where(applet => applet != "busybox"))
            {
                await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, $"bin/{applet}") { LinkName = "busybox", Mode = Executable }, ct);
            }
            using var marker = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(reference));
            await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "etc/image") { DataStream = marker }, ct);
        }
        root.Position = 0;
        return root;
    }
}

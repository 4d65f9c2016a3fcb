using System.Diagnostics;
using Rtm.E2E.Tests.Support;

namespace Rtm.E2E.Tests.Deploy;

/// <summary>Images made of this machine's own programs and the libraries they ask for, where no registry can be reached.</summary>
public static class MachineImage
{
    private const string Nginx = "/usr/sbin/nginx";

    // Where they are on the machine is where they are in the image.
    private const string Import = """
        set -euo pipefail
        engine=$1 reference=$2 path=$3; shift 3
        files() { find "$@" '(' -type f -o -type l ')'; }
        libraries() { files "$@" | xargs ldd 2>/dev/null | grep $'^\t' | grep -oE '/[^ ]+' || true; }
        { files "$@"; libraries "$@"; } | sort --unique |
            tar --create --absolute-names --dereference --hard-dereference --owner=0 --group=0 --files-from=- |
            docker --host "$engine" import --change "ENV PATH=$path" - "$reference"
        """;

    /// <summary>The ASP.NET Core runtime that runs this test: no shell, no package, as in Microsoft's smallest image.</summary>
    public static Task ImportAspNetAsync(PrivateEngine engine, string reference, CancellationToken ct)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var aspNet = Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Builder.WebApplication).Assembly.Location)!;
        var root = Path.GetFullPath(Path.Combine(runtime, "..", "..", ".."));
        return ImportAsync(engine, reference, root, ct, [Path.Combine(root, "dotnet"), Path.Combine(root, "host"), runtime, aspNet, .. OpenSsl()]);
    }

    /// <summary>Debian's nginx, and the shell and the program that the socket proxy's start needs.</summary>
    public static Task ImportNginxAsync(PrivateEngine engine, string reference, CancellationToken ct) =>
        ImportAsync(engine, reference, "/usr/sbin:/usr/bin:/bin", ct, [Nginx, "/bin/sh", "/bin/rm"]);

    private static Task<string> ImportAsync(PrivateEngine engine, string reference, string path, CancellationToken ct, params IEnumerable<string> files) =>
        Tool.RunAsync(new ProcessStartInfo("bash", ["-c", Import, "import", engine.Endpoint.OriginalString, reference, path, .. files]), input: null, ct);

    // .NET looks for it by itself, so that nothing of .NET names it.
    private static string[] OpenSsl() => Directory.GetFiles("/usr/lib", "libssl.so.3", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, AttributesToSkip = FileAttributes.ReparsePoint });
}

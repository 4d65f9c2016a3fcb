using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Deploy;

/// <summary>Those who look at what is delivered share one publish: it takes long.</summary>
[CollectionDefinition(Name)]
[SupportedOSPlatform("linux")]
public sealed class WithPublishedApp : ICollectionFixture<PublishedApp>
{
    public const string Name = "published app";
}

/// <summary>What <c>dotnet publish</c> makes of the console, in a folder that is gone afterwards.</summary>
[SupportedOSPlatform("linux")]
public sealed class PublishedApp : IAsyncLifetime
{
    private const string Nobody = "65534";

    // Everything is read-only but the one folder, and the process another user's. Each program makes way for the next: one process in the end.
    private const string InAReadOnlyRoot = """
        data=$1; shift
        mount --bind "$data" "$data" && mount -o remount,bind,ro / || exit 98
        ! touch "$data/../elsewhere/file" 2>/dev/null || exit 99
        exec setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/ TMPDIR="$data" DOTNET_EnableDiagnostics=0 "$@"
        """;

    // Not below the temporary folder: that one may be closed to other users.
    private readonly DirectoryInfo _root = Directory.CreateDirectory($"/var/tmp/rtm-published-{Guid.NewGuid():N}", Passable);

    private const UnixFileMode Passable = (UnixFileMode)0b111_101_101;

    public string Folder => Path.Combine(_root.FullName, "app");

    private string Elsewhere => Path.Combine(_root.FullName, "elsewhere");

    /// <summary>A folder of the user <see cref="StartAsNobodyAsync"/> runs it as, who has no other.</summary>
    public string Data => Path.Combine(_root.FullName, "data");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Elsewhere);
        var project = Path.Combine(Repository.Root, "src", "Rtm.Console");
        await Tool.RunAsync(
            "dotnet", TestContext.Current.CancellationToken,
            "publish", project, "--configuration", "Release", "--output", Folder, "--disable-build-servers", "--nologo", "-v", "quiet");
    }

    /// <summary>Starts it with nothing of this machine's settings. Its history is elsewhere: the folder stays as it was published, for who makes an image of it.</summary>
    public Process Start(params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder, "Rtm.Console"), [.. args, $"--Rtm:History:File={Path.Combine(Elsewhere, "history.db")}"]) { Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production" } };
        return Start(start);
    }

    /// <summary>Starts it as a user without rights, where nothing can be written but <see cref="Data"/>. Ends by <see cref="EndAsync"/>.</summary>
    public async Task<Process> StartAsNobodyAsync(CancellationToken ct, params IEnumerable<string> args)
    {
        await Tool.RunAsync(Tool.AsRoot("install", "-d", "-o", Nobody, "-g", Nobody, "-m", "700", Data), input: null, ct);
        return Start(Tool.AsRoot(
            "unshare", ["--mount", "--propagation", "private", "sh", "-c", InAReadOnlyRoot, "sh", Data, "dotnet", Path.Combine(Folder, "Rtm.Console.dll"), .. args]));
    }

    public static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
            await Tool.RunAsync(Tool.AsRoot("kill", process.Id.ToString(CultureInfo.InvariantCulture)), input: null, CancellationToken.None);

        await process.WaitForExitAsync(CancellationToken.None);
    }

    private Process Start(ProcessStartInfo start)
    {
        start.WorkingDirectory = Elsewhere;
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Rtm__", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);

        var process = Process.Start(start) ?? throw new InvalidOperationException("the published console did not start");
        process.BeginOutputReadLine();
        return process;
    }

    public async ValueTask DisposeAsync() => await Tool.RunAsync(Tool.AsRoot("rm", "-rf", _root.FullName), input: null, CancellationToken.None);
}

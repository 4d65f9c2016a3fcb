using System.Diagnostics;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>What <c>dotnet publish</c> makes of the console, in a folder that is gone afterwards.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("rtm-published-");

    public string Folder => Path.Combine(_root.FullName, "app");

    private string Elsewhere => Path.Combine(_root.FullName, "elsewhere");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Elsewhere);
        var project = Path.Combine(Tool.RepositoryRoot, "src", "Rtm.Console");
        await Tool.RunAsync(
            "dotnet", TestContext.Current.CancellationToken,
            "publish", project, "--configuration", "Release", "--output", Folder, "--disable-build-servers", "--nologo", "-v", "quiet");
    }

    /// <summary>Starts it with nothing of this machine's settings.</summary>
    public Process Start(params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(Path.Combine(Folder, "Rtm.Console"), args)
        {
            WorkingDirectory = Elsewhere,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Rtm__", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);

        var process = Process.Start(start) ?? throw new InvalidOperationException("the published console did not start");
        process.BeginOutputReadLine();
        return process;
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

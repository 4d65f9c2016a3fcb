using System.Diagnostics;

namespace Rtm.Bench;

/// <summary>The docker CLI: a whole process a command, as a person or a script would start it.</summary>
internal static class DockerCli
{
    /// <summary>What it printed.</summary>
    public static async Task<string> RunAsync(string endpoint, CancellationToken ct, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("docker", ["--host", endpoint, .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The docker CLI did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"docker {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}

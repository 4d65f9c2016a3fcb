using System.Diagnostics;

namespace Rtm.Bench;

/// <summary>The docker CLI for scale: a whole process for one list.</summary>
internal static class CommandLine
{
    public static async Task ListAsync(string endpoint, Report report, CancellationToken ct)
    {
        var samples = new Samples();
        for (var i = 0; i < 20; i++)
            await samples.MeasureAsync(() => RunAsync(endpoint, ct));
        report.AddScale("docker ps -a --filter (whole process)", samples);
    }

    private static async Task RunAsync(string endpoint, CancellationToken ct)
    {
        var start = new ProcessStartInfo("docker") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["--host", endpoint, "ps", "--all", "--filter", "label=com.galaxy.owner=bench"])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The docker CLI did not start.");
        await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The docker CLI ended with {process.ExitCode}.");
    }
}

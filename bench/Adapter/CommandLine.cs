namespace Rtm.Bench;

/// <summary>The docker CLI for scale: a whole process for one list.</summary>
internal static class CommandLine
{
    public static async Task ListAsync(string endpoint, Report report, CancellationToken ct)
    {
        var samples = new Samples();
        for (var i = 0; i < 20; i++)
            await samples.MeasureAsync(() => DockerCli.RunAsync(endpoint, ct, "ps", "--all", "--filter", "label=com.galaxy.owner=bench"));
        report.AddScale("docker ps -a --filter (whole process)", samples);
    }
}

using Rtm.Docker;

namespace Rtm.Bench;

/// <summary>What <see cref="IDockerEngine"/> costs beside a raw client that reads the same bytes.</summary>
internal sealed class AdapterBench : IBench
{
    public string Name => "adapter";

    public string Measures => "IDockerEngine beside a raw client: inspect, list, 50 inspects at once, an event";

    public bool NeedsEngine => true;

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        using var raw = new RawEngine(run.Endpoint);
        using var engine = DockerEngine.Connect(new DockerEngineOptions { Name = "bench", Endpoint = run.Endpoint });
        var info = await engine.GetEngineInfoAsync(ct);
        System.Console.WriteLine($"Docker Engine {info.Version} (API {info.ApiVersion}), {info.Platform}, {info.CpuCount} CPUs");
        await using var load = await Load.CreateAsync(engine, raw, containers: 300, ct);
        System.Console.WriteLine($"{load.Ids.Count} created containers; medians of interleaved calls after a warm-up");

        var report = new Report();
        var calls = new CallBenchmarks(engine, raw, load, report);
        await calls.InspectAsync(ct);
        await calls.ListAsync(ct);
        await calls.ParallelInspectAsync(ct);
        await new EventBenchmark(engine, raw, load, report).RunAsync(ct);
        await CommandLine.ListAsync(run.Endpoint, report, ct);
        report.Print(System.Console.Out);
        if (!report.AllWithinLimits)
            run.Missed(Name);
    }
}

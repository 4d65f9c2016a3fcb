using Rtm.Bench;
using Rtm.Bench.History;
using Rtm.Docker;

// What this prints is compared with a raw, pooled HTTP client in the same run: ratios travel between machines, milliseconds don't.
var endpoint = Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock";
using var stop = new CancellationTokenSource();
System.Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

if (args is ["--only", "history", ..])
{
    await HistoryBenchmark.RunAsync(stop.Token);
    return 0;
}

using var raw = new RawEngine(endpoint);
using var engine = DockerEngine.Connect(new DockerEngineOptions { Name = "bench", Endpoint = endpoint });
var info = await engine.GetEngineInfoAsync(stop.Token);
System.Console.WriteLine($"Docker Engine {info.Version} (API {info.ApiVersion}), {info.Platform}, {info.CpuCount} CPUs; .NET {Environment.Version}");

await using var load = await Load.CreateAsync(engine, raw, containers: 300, stop.Token);
System.Console.WriteLine($"{load.Ids.Count} created containers; medians of interleaved calls after a warm-up");
System.Console.WriteLine();

var report = new Report();
var calls = new CallBenchmarks(engine, raw, load, report);
await calls.InspectAsync(stop.Token);
await calls.ListAsync(stop.Token);
await calls.ParallelInspectAsync(stop.Token);
await new EventBenchmark(engine, raw, load, report).RunAsync(stop.Token);
await CommandLine.ListAsync(endpoint, report, stop.Token);

report.Print(System.Console.Out);
return report.AllWithinLimits ? 0 : 1;

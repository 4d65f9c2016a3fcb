using Rtm.Bench;
using Rtm.Bench.History;

// What this prints is compared with a baseline of the same run wherever there is one: ratios travel between machines, milliseconds don't.
IBench[] benches =
[
    new AdapterBench(), new DomBench(), new SustainedBench(), new BurstBench(), new CircuitsBench(), new ListBench(), new NeighbourBench(), new HistoryBench(),
    new CommandsBench(), new LogsBench(), new RecoveryBench(), new SessionsBench(),
];
var choice = BenchChoice.Parse(args, [.. benches.Select(bench => bench.Name)]);
if (choice.Fault is { } fault)
{
    System.Console.Error.WriteLine(fault);
    foreach (var bench in benches)
        System.Console.Error.WriteLine($"  {bench.Name,-10} {bench.Measures}");
    return 2;
}

using var stop = new CancellationTokenSource();
System.Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

var run = new BenchRun(Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock", choice.Duration);
System.Console.WriteLine($".NET {Environment.Version}, {Environment.ProcessorCount} CPUs, {choice.Duration.TotalSeconds:0} s a load");
foreach (var bench in benches.Where(bench => choice.Includes(bench.Name)))
{
    if (bench.NeedsEngine)
        await Emptied.CheckAsync(run.Endpoint, stop.Token);
    System.Console.WriteLine();
    System.Console.WriteLine($"{bench.Name}: {bench.Measures}");
    System.Console.WriteLine();
    await bench.RunAsync(run, stop.Token);
}

foreach (var missed in run.AllMissed)
    System.Console.Error.WriteLine($"over its limit: {missed}");
return run.AllMissed.Count == 0 ? 0 : 1;

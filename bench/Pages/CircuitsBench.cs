using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>Many viewers of one console.</summary>
internal sealed class CircuitsBench : IBench
{
    private const int Circuits = 200;
    private const int Rate = 50;
    private const int Rows = 1000;

    /// <summary>Each is 50 rows older: all of the 1,000 pass through the page, which keeps a window of them.</summary>
    private const int Pages = 20;

    public string Name => "circuits";

    public string Measures => "200 real circuits on the timeline of one process at 50 events/s: event → render batch at the client, memory a circuit";

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        await using var engine = new LoadEngine(Rows);
        await using var console = await ConsoleProcess.StartAsync(
            new Dictionary<string, string> { ["load"] = engine.Endpoint }, ct, $"--Rtm:Limits:PagesPerUser={2 * Circuits}", "--Rtm:Limits:ConnectionsPerMinute=100000");
        var cookie = await console.SignInAsync(ct);
        engine.Send(Rows);
        var seen = new SeenEvents[Circuits];
        var circuits = new List<Circuit>();
        try
        {
            // What the first ones load stays loaded for all.
            for (var i = 0; i < 5; i++)
                await WarmUpAsync(console, cookie, engine, ct);
            var (before, heapBefore) = await MemoryAsync(console, ct);
            for (var i = 0; i < Circuits; i++)
            {
                seen[i] = new(engine) { From = Rows };
                circuits.Add(await Circuit.OpenAsync(console.Address, cookie, "/timeline", seen[i].Look, ct));
            }

            engine.Send(1);
            await Eventually.TrueAsync("every circuit live", () => seen.All(s => s.Count > 0), ct, TimeSpan.FromSeconds(60));
            var (after, heapAfter) = await MemoryAsync(console, ct);
            foreach (var one in seen)
                one.From = engine.Sent + Rate;
            var (begun, inConsole, inClients) = (TimeProvider.System.GetTimestamp(), BenchBrowser.CpuSecondsOf(console.Id), BenchBrowser.CpuSecondsOf(Environment.ProcessId));
            await engine.SendAsync(Rate, run.Duration, ct);
            var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            (inConsole, inClients) = (BenchBrowser.CpuSecondsOf(console.Id) - inConsole, BenchBrowser.CpuSecondsOf(Environment.ProcessId) - inClients);
            var expected = engine.Sent - seen[0].From;
            await Eventually.TrueAsync("the last event everywhere", () => seen.All(s => s.Milliseconds.Count >= expected), ct, TimeSpan.FromSeconds(30))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var (busy, heapBusy) = await MemoryAsync(console, ct);
            double[] all = [.. seen.SelectMany(s => s.Milliseconds)];

            BenchRun.Head();
            run.Found(Name, "circuits that failed", circuits.Count(c => c.Failure is not null), $"of {Circuits}", 0);
            run.Found(Name, "events that did not reach their circuit", (expected * Circuits) - all.Length, $"of {expected * Circuits}", 0);
            run.Found(Name, "event → render batch p50", all.Percentile(50), "ms");
            run.Found(Name, "event → render batch p99", all.Percentile(99), "ms", 150);
            run.Found(Name, "console, of a core", inConsole / seconds * 100, "%");
            run.Found(Name, "the 200 clients and the stub engine, of a core", inClients / seconds * 100, "%");
            run.Found(Name, "working set a circuit, idle", (after - before) / Circuits, "MiB");
            run.Found(Name, "heap a circuit, idle", (heapAfter - heapBefore) / Circuits, "MiB");
            run.Found(Name, "working set a circuit, under load", (busy - before) / Circuits, "MiB");
            run.Found(Name, "heap a circuit, under load", (heapBusy - heapBefore) / Circuits, "MiB", 1);
            foreach (var circuit in circuits)
            {
                for (var page = 0; page < Pages; page++)
                    await circuit.ScrollDownAsync(ct);
            }

            await Task.Delay(TimeSpan.FromSeconds(5), ct);
            var (scrolled, heapScrolled) = await MemoryAsync(console, ct);
            run.Found(Name, $"working set a circuit, scrolled {Rows} rows down", (scrolled - before) / Circuits, "MiB");
            run.Found(Name, $"heap a circuit, scrolled {Rows} rows down", (heapScrolled - heapBefore) / Circuits, "MiB", 1);
        }
        finally
        {
            foreach (var circuit in circuits)
                await circuit.DisposeAsync();
        }
    }

    private static async Task WarmUpAsync(ConsoleProcess console, string cookie, LoadEngine engine, CancellationToken ct)
    {
        var seen = new SeenEvents(engine) { From = engine.Sent };
        await using var circuit = await Circuit.OpenAsync(console.Address, cookie, "/timeline", seen.Look, ct);
        engine.Send(1);
        await Eventually.TrueAsync("a first circuit", () => seen.Count > 0, ct, TimeSpan.FromSeconds(60));
    }

    /// <summary>Resident memory, and the heap after the last collection, in MiB.</summary>
    private static async Task<(double WorkingSet, double Heap)> MemoryAsync(ConsoleProcess console, CancellationToken ct) =>
        (console.WorkingSet(), await console.MetricAsync("dotnet_gc_last_collection_heap_size_bytes", ct) / 1048576);
}

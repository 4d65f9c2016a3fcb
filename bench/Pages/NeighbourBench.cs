using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>One engine is a black hole: what the page of the other notices.</summary>
internal sealed class NeighbourBench : IBench
{
    private const int Rate = 20;
    private const int Rounds = 3;

    public string Name => "neighbour";

    public string Measures => "two engines, one healthy or black-holed in turns: event → render batch on the other's page";

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        var healthy = new List<double>();
        var holed = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            // Whoever goes first finds a colder machine: change places each round.
            foreach (var isHoled in round % 2 == 0 ? new[] { false, true } : [true, false])
                (isHoled ? holed : healthy).AddRange(await MeasureAsync(isHoled, run.Duration / Rounds, ct));
        }

        BenchRun.Head();
        run.Found(Name, "both healthy p50", healthy.Percentile(50), "ms");
        run.Found(Name, "both healthy p99", healthy.Percentile(99), "ms");
        run.Found(Name, "other black-holed p50", holed.Percentile(50), "ms");
        run.Found(Name, "other black-holed p99", holed.Percentile(99), "ms");
        run.Found(Name, "p99 ratio", holed.Percentile(99) / healthy.Percentile(99), "", 1.1);
    }

    private static async Task<IReadOnlyList<double>> MeasureAsync(bool isHoled, TimeSpan duration, CancellationToken ct)
    {
        await using var engine = new LoadEngine(50);
        await using var other = new LoadEngine(50);
        await using var console = await ConsoleProcess.StartAsync(
            new Dictionary<string, string> { ["load"] = engine.Endpoint, ["other"] = other.Endpoint }, ct);
        var seen = new SeenEvents(engine);
        await using var circuit = await Circuit.OpenAsync(console.Address, await console.SignInAsync(ct), "/timeline?engine=load", seen.Look, ct);
        engine.Send(1);
        await Eventually.TrueAsync("the page", () => seen.Count > 0, ct, TimeSpan.FromSeconds(60));
        if (isHoled)
            other.BlackHole();
        await engine.SendAsync(Rate, TimeSpan.FromSeconds(3), ct);
        seen.From = engine.Sent;
        var warm = seen.Milliseconds.Count;
        await engine.SendAsync(Rate, duration, ct);
        await Eventually.TrueAsync("the last event", () => seen.Count >= engine.Sent, ct, TimeSpan.FromSeconds(30));
        return [.. seen.Milliseconds.Skip(warm)];
    }
}

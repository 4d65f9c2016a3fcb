using Rtm.Docker;

namespace Rtm.Bench;

/// <summary>Inspect and list through <see cref="IDockerEngine"/> against the same bytes read raw.</summary>
internal sealed class CallBenchmarks(IDockerEngine engine, RawEngine raw, Load load, Report report)
{
    private static readonly ListFilter Owned = new() { Labels = new Dictionary<string, string> { ["com.galaxy.owner"] = "bench" } };
    private static readonly string ListPath = $"containers/json?all=1&filters={Uri.EscapeDataString("""{"label":{"com.galaxy.owner=bench":true}}""")}";

    public async Task InspectAsync(CancellationToken ct)
    {
        var (ours, baseline) = await Sampling.InTurnsAsync(
            warmUp: 200,
            rounds: 1000,
            i => engine.InspectContainerAsync(Id(i), ct),
            i => raw.GetAsync($"containers/{Id(i)}/json", ct));
        report.Add("inspect one container", ours, baseline, limit: 2.0);
    }

    public async Task ListAsync(CancellationToken ct)
    {
        var (ours, baseline) = await Sampling.InTurnsAsync(
            warmUp: 20,
            rounds: 200,
            _ => engine.ListAsync(Owned, ct),
            _ => raw.GetAsync(ListPath, ct));
        report.Add($"list {load.Ids.Count} containers by label", ours, baseline, limit: 1.15);
    }

    public async Task ParallelInspectAsync(CancellationToken ct)
    {
        const int Parallel = 50;
        var (ours, baseline) = await Sampling.InTurnsAsync(
            warmUp: 20,
            rounds: 200,
            i => Task.WhenAll(Enumerable.Range(i, Parallel).Select(n => engine.InspectContainerAsync(Id(n), ct))),
            i => Task.WhenAll(Enumerable.Range(i, Parallel).Select(n => raw.GetAsync($"containers/{Id(n)}/json", ct))));
        report.Add($"inspect {Parallel} containers at once", ours, baseline, limit: 1.5);
    }

    private string Id(int i) => load.Ids[i % load.Ids.Count];
}

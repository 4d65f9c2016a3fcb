using System.Globalization;

namespace Rtm.Bench;

/// <summary>Ratios against the baseline of the same run, each with the limit it must keep.</summary>
internal sealed class Report
{
    private readonly List<(string Name, Samples Ours, Samples Baseline, double Limit)> _rows = [];
    private readonly List<(string Name, Samples Samples)> _scale = [];

    public bool AllWithinLimits => _rows.All(row => Ratio(row.Ours, row.Baseline) <= row.Limit);

    public void Add(string name, Samples ours, Samples baseline, double limit) => _rows.Add((name, ours, baseline, limit));

    public void AddScale(string name, Samples samples) => _scale.Add((name, samples));

    public void Print(TextWriter writer)
    {
        writer.WriteLine("| what | n | IDockerEngine p50 ms | raw p50 ms | ratio | limit | p99 ratio | allocated KiB | raw KiB |");
        writer.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, ours, baseline, limit) in _rows)
        {
            var ratio = Ratio(ours, baseline);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {ours.Count} | {ours.Median:0.000} | {baseline.Median:0.000} | {ratio:0.00}{(ratio > limit ? " (over)" : "")} | {limit:0.00} | {ours.Percentile(99) / baseline.Percentile(99):0.00} | {Allocated(ours)} | {Allocated(baseline)} |"));
        }
        foreach (var (name, samples) in _scale)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {samples.Count} | {samples.Median:0.000} | | | | | | |"));
    }

    // Events come by themselves: there is no call to count the bytes of.
    private static string Allocated(Samples samples) => samples.AllocatedKiB is { } bytes ? bytes.ToString("0.0", CultureInfo.InvariantCulture) : "";

    private static double Ratio(Samples ours, Samples baseline) => ours.Median / baseline.Median;
}

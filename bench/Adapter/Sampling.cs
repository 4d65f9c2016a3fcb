using System.Diagnostics;

namespace Rtm.Bench;

/// <summary>Times calls in turns, so that whatever else the machine does hits both sides alike.</summary>
internal static class Sampling
{
    public static async Task<(Samples Ours, Samples Baseline)> InTurnsAsync(int warmUp, int rounds, Func<int, Task> ours, Func<int, Task> baseline)
    {
        for (var i = 0; i < warmUp; i++)
        {
            await ours(i);
            await baseline(i);
        }
        var left = new Samples();
        var right = new Samples();
        for (var i = 0; i < rounds; i++)
        {
            // Whoever goes first finds colder caches: change places each round.
            await (i % 2 == 0 ? left : right).MeasureAsync(() => i % 2 == 0 ? ours(i) : baseline(i));
            await (i % 2 == 0 ? right : left).MeasureAsync(() => i % 2 == 0 ? baseline(i) : ours(i));
        }
        return (left, right);
    }
}

internal sealed class Samples
{
    private readonly List<double> _milliseconds = [];
    private readonly List<long> _allocated = [];

    public double Median => Percentile(50);

    public double? AllocatedKiB => _allocated.Count == 0 ? null : _allocated.Order().ElementAt(_allocated.Count / 2) / 1024.0;

    public int Count => _milliseconds.Count;

    public double Percentile(int percent) => _milliseconds.Order().ElementAt(Math.Min(_milliseconds.Count * percent / 100, _milliseconds.Count - 1));

    public void Add(double milliseconds) => _milliseconds.Add(milliseconds);

    public async Task MeasureAsync(Func<Task> call)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var start = Stopwatch.GetTimestamp();
        await call();
        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        _allocated.Add(GC.GetTotalAllocatedBytes(precise: true) - bytes);
    }
}

namespace Rtm.Bench.History;

/// <summary>The history by itself.</summary>
internal sealed class HistoryBench : IBench
{
    public string Name => "history";

    public string Measures => "pages of a timeline of a million rows, in SQLite and in the PostgreSQL of RTM_BENCH_POSTGRES";

    public Task RunAsync(BenchRun run, CancellationToken ct) => HistoryBenchmark.RunAsync(ct);
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rtm.Console.History;
using Rtm.Console.Relay;

namespace Rtm.Bench.History;

/// <summary>Pages of a timeline of a million rows: any page is to come within 50 ms.</summary>
internal static class HistoryBenchmark
{
    private const int Page = 100;
    private const int Rounds = 60;

    /// <summary>SQLite in a temporary folder, and the PostgreSQL of <c>RTM_BENCH_POSTGRES</c>, an empty database, where that is set.</summary>
    public static async Task RunAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("rtm-bench-history-");
        try
        {
            // A file that was filled before need not be filled again.
            var file = Environment.GetEnvironmentVariable("RTM_BENCH_HISTORY_FILE") ?? Path.Combine(folder.FullName, "history.db");
            await RunAsync("SQLite", new() { File = file, MostWaiting = 1_000_000 }, ct);
            if (Environment.GetEnvironmentVariable("RTM_BENCH_POSTGRES") is { Length: > 0 } postgres)
                await RunAsync("PostgreSQL", new() { ConnectionString = postgres, MostWaiting = 1_000_000 }, ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string name, HistoryOptions options, CancellationToken ct)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHistory();
        using var host = builder.Build();
        await host.StartAsync(ct);
        var archive = host.Services.GetRequiredService<ITimelineArchive>();
        if ((await archive.ReadBeforeAsync(new(), null, 1, ct)).Count == 0)
            await FillAsync(name, host.Services.GetRequiredService<ITimelineRecorder>(), archive, ct);

        System.Console.WriteLine();
        System.Console.WriteLine($"| {name}, {HistoryLoad.Rows:N0} rows: pages of {Page} by | n | p50 ms | p99 ms | max ms | CPU ms | rows a page |");
        System.Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (what, filter) in HistoryQuestions.All)
            await MeasureAsync(archive, what, filter, ct);
        await host.StopAsync(ct);
    }

    private static async Task FillAsync(string name, ITimelineRecorder recorder, ITimelineArchive archive, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var row in HistoryLoad.All())
        {
            recorder.Record(row);
            while (archive.State.Waiting > 50_000)
                await Task.Delay(20, ct);
        }

        while (archive.State.Waiting > 0)
            await Task.Delay(20, ct);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {HistoryLoad.Rows:N0} rows written in {seconds:0} s, {HistoryLoad.Rows / seconds:0} a second"));
    }

    private static async Task MeasureAsync(ITimelineArchive archive, string what, Func<Random, TimelineFilter> filter, CancellationToken ct)
    {
        var random = new Random(7);
        var (samples, rows, busy) = (new Samples(), 0, TimeSpan.Zero);
        for (var i = -5; i < Rounds; i++)
        {
            var (asked, place) = (filter(random), i % 3 == 0 ? (TimelinePlace?)null : HistoryLoad.Place(random.Next(HistoryLoad.Rows)));
            var (start, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var page = await archive.ReadBeforeAsync(asked, place, Page, ct);
            // The first ones compile the query.
            if (i < 0)
                continue;
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            // What a busy machine does not distort; of PostgreSQL without the server's part.
            busy += Environment.CpuUsage.TotalTime - before;
            rows += page.Count;
        }

        System.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {what} | {samples.Count} | {samples.Median:0.0} | {samples.Percentile(99):0.0} | {samples.Percentile(100):0.0} | {busy.TotalMilliseconds / Rounds:0.0} | {rows / Rounds} |"));
    }
}

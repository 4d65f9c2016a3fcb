using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Rtm.Docker;
using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>A real engine's events in a real browser, beside a bare reader of the same events.</summary>
internal sealed class DomBench : IBench
{
    private const int Rate = 20;

    public string Name => "dom";

    public string Measures => "event on the wire → DOM changed, real engine and Chromium, 20 events/s, beside a bare reader of the same events";

    public bool NeedsEngine => true;

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        using var raw = new RawEngine(run.Endpoint);
        using var engine = DockerEngine.Connect(new DockerEngineOptions { Name = "bench", Endpoint = run.Endpoint });
        await using var load = await Load.CreateAsync(engine, raw, containers: 20, ct);
        await using var console = await ConsoleProcess.StartAsync(new Dictionary<string, string> { ["bench"] = run.Endpoint }, ct);
        await using var browser = await BenchBrowser.StartAsync();
        var page = await browser.EnterAsync(console, "/timeline");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Heading, new() { Name = "Timeline", Exact = true }).WaitForAsync();
        await PageProbe.WatchAsync(page);
        var heard = new ConcurrentDictionary<int, (double Stamp, double Heard)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var now = (await engine.GetEngineInfoAsync(ct)).EngineTime ?? throw new InvalidOperationException("The engine sent no time.");
        var reading = ReadAsync(raw, EventCursor.At(now), heard, stop.Token);

        var warmUp = Rate * 5;
        var count = warmUp + (int)(Rate * run.Duration.TotalSeconds);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / Rate));
        for (var i = 0; i < count && await timer.WaitForNextTickAsync(ct); i++)
            await raw.PostAsync($"containers/{load.Ids[i % load.Ids.Count]}/rename?name={LoadEngine.NameOf(i)}", content: null, ct);
        await Eventually.ValueAsync("the last event in the page", () => PageProbe.HasSeenAsync(page, count - 1), seen => seen, ct, TimeSpan.FromSeconds(30));
        await stop.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var shown = await PageProbe.SeenAsync(page);
        var numbers = Enumerable.Range(warmUp, count - warmUp).ToArray();
        double[] bare = [.. numbers.Where(heard.ContainsKey).Select(n => heard[n].Heard - heard[n].Stamp)];
        double[] dom = [.. numbers.Where(n => heard.ContainsKey(n) && shown.ContainsKey(n)).Select(n => shown[n] - heard[n].Stamp)];
        BenchRun.Head();
        run.Found(Name, "events that never reached the DOM", numbers.Count(n => !shown.ContainsKey(n)), "of " + numbers.Length, 0);
        run.Found(Name, "bare reader p50", bare.Percentile(50), "ms");
        run.Found(Name, "bare reader p99", bare.Percentile(99), "ms");
        run.Found(Name, "DOM p50", dom.Percentile(50), "ms");
        run.Found(Name, "DOM p99", dom.Percentile(99), "ms");
        run.Found(Name, "DOM p50 more than bare", dom.Percentile(50) - bare.Percentile(50), "ms", 10);
        run.Found(Name, "DOM p99 more than bare", dom.Percentile(99) - bare.Percentile(99), "ms", 40);
    }

    private static async Task ReadAsync(RawEngine raw, EventCursor since, ConcurrentDictionary<int, (double, double)> heard, CancellationToken ct)
    {
        await using var stream = await raw.OpenAsync($"events?since={since.TimeNano / 1_000_000_000}.{since.TimeNano % 1_000_000_000:D9}", ct);
        using var lines = new StreamReader(stream, Encoding.UTF8);
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
            if (line.IndexOf(LoadEngine.EventName, StringComparison.Ordinal) is not (>= 0 and var at))
                continue;
            using var json = JsonDocument.Parse(line);
            var name = json.RootElement.GetProperty("Actor").GetProperty("Attributes").GetProperty("name").GetString()!;
            if (name.StartsWith(LoadEngine.EventName, StringComparison.Ordinal))
                heard[int.Parse(name[LoadEngine.EventName.Length..], System.Globalization.CultureInfo.InvariantCulture)] = (json.RootElement.GetProperty("timeNano").GetInt64() / 1e6, now);
        }
    }
}

using Microsoft.Playwright;
using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>A long log under a person's hands, and one that is written faster than anybody could read.</summary>
internal sealed class LogsBench : IBench
{
    private const int Lines = 100_000;
    private const int LineText = 80;
    private const int Places = 40;
    private const int FloodBytes = 50_000_000;
    private const int FloodText = 160;
    private const int Viewers = 4;

    // From a jump of the scroll bar to the rows of the place in the DOM.
    private const string Jump = """
        (share) => new Promise((resolve) => {
          const log = document.querySelector(".log");
          const from = performance.now();
          log.scrollTop = Math.floor(share * (log.scrollHeight - log.clientHeight));
          const first = Math.ceil(log.scrollTop / 20), last = Math.floor((log.scrollTop + log.clientHeight) / 20) - 1;
          const look = () => log.querySelector(`[data-row="${first}"]`) && log.querySelector(`[data-row="${last}"]`) ? (resolve(performance.now() - from), true) : false;
          if (!look()) new MutationObserver((_, observer) => look() && observer.disconnect()).observe(log, { childList: true, subtree: true });
        })
        """;

    public string Name => "logs";

    public string Measures => "100,000 lines of a log in Chromium: answers to clicks, keys and the scroll bar, memory; a log of 50 MB/s: the console's CPU and memory a viewer";

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        BenchRun.Head();
        await LongAsync(run, ct);
        await FastAsync(run, ct);
    }

    private async Task LongAsync(BenchRun run, CancellationToken ct)
    {
        await using var engine = new LoadEngine(1);
        engine.Answer("GET", "/containers/{id}/logs", new LogSource().Lines(Lines, LineText));
        await using var console = await ConsoleProcess.StartAsync(new Dictionary<string, string> { ["load"] = engine.Endpoint }, ct);
        await using var browser = await BenchBrowser.StartAsync();
        var page = await browser.EnterAsync(console, $"/containers/load/{engine.IdOf(0)}/logs");
        var (before, heapBefore) = (console.WorkingSet(), await console.HeapAsync(ct));
        await page.GotoAsync($"/containers/load/{engine.IdOf(0)}/logs?tail={Lines}");
        await page.GetByText("Live, 100,000 lines").WaitForAsync();
        await PageProbe.WatchInputAsync(page);
        await UseAsync(page, run.Duration, ct);
        var (clicks, keys) = await PageProbe.AnswersAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await page.GetByText("Paused at 100,000 lines").WaitForAsync();
        var places = new List<double>();
        for (var i = 0; i < Places; i++)
            places.Add(await page.EvaluateAsync<double>(Jump, i * 17 % Places / (double)Places));

        run.Found(Name, $"{Lines:N0} lines: answer to a click p50 (of {clicks.Length})", clicks.Percentile(50), "ms");
        run.Found(Name, $"{Lines:N0} lines: answer to a click p99", clicks.Percentile(99), "ms", 100);
        run.Found(Name, $"{Lines:N0} lines: answer to a key p50 (of {keys.Length})", keys.Percentile(50), "ms");
        run.Found(Name, $"{Lines:N0} lines: answer to a key p99", keys.Percentile(99), "ms", 100);
        run.Found(Name, $"scroll bar to another place → its rows p50 (of {places.Count})", places.Percentile(50), "ms");
        run.Found(Name, "scroll bar to another place → its rows p99", places.Percentile(99), "ms", 100);
        run.Found(Name, "row elements", await page.Locator(".log .ln").CountAsync(), "", 200);
        run.Found(Name, "heap of the page", await BenchBrowser.HeapAsync(page), "MiB");
        run.Found(Name, "heap of the console more than before", await console.HeapAsync(ct) - heapBefore, "MiB");
        run.Found(Name, "working set of the console more than before", console.WorkingSet() - before, "MiB");
    }

    // A person who looks around: toggles, keys, a page up and down again.
    private static async Task UseAsync(IPage page, TimeSpan duration, CancellationToken ct)
    {
        var toggle = page.GetByRole(AriaRole.Button, new() { Name = "Timestamps", Exact = true });
        var box = await toggle.BoundingBoxAsync() ?? throw new InvalidOperationException("The page has no button for timestamps.");
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < duration)
        {
            await page.Mouse.ClickAsync(box.X + box.Width / 2, box.Y + box.Height / 2);
            await page.Keyboard.PressAsync("Shift");
            await Task.Delay(150, ct);
        }
    }

    private async Task FastAsync(BenchRun run, CancellationToken ct)
    {
        await using var engine = new LoadEngine(2);
        var (quiet, fast) = (new LogSource(), new LogSource());
        var (few, flood) = (quiet.Lines(1000, FloodText), fast.Flood(FloodBytes, FloodText));
        engine.Answer("GET", "/containers/{id}/logs", (request, connection, token) => (request.Route["id"] == engine.IdOf(0) ? few : flood)(request, connection, token));
        await using var console = await ConsoleProcess.StartAsync(new Dictionary<string, string> { ["load"] = engine.Endpoint }, ct);
        var cookie = await console.SignInAsync(ct);
        var viewers = new List<Circuit>();
        try
        {
            // What the first one loads stays loaded for all.
            viewers.Add(await Circuit.OpenAsync(console.Address, cookie, $"/containers/load/{engine.IdOf(0)}/logs", _ => { }, ct));
            await Eventually.TrueAsync("a quiet log", () => quiet.Opened == 1 && viewers[0].Batches > 3, ct);
            await Task.Delay(TimeSpan.FromSeconds(3), ct);
            var before = console.WorkingSet();
            var one = await ViewAsync(1);
            var all = await ViewAsync(Viewers);
            run.Found(Name, "50 MB/s: working set, first viewer (loads what all share)", one - before, "MiB");
            run.Found(Name, $"50 MB/s: working set, each of {Viewers - 1} further viewers", (all - one) / (Viewers - 1), "MiB", 32);
            run.Found(Name, "circuits that failed", viewers.Count(viewer => viewer.Failure is not null || viewer.Ended.IsCompleted), $"of {viewers.Count}", 0);
        }
        finally
        {
            foreach (var viewer in viewers)
                await viewer.DisposeAsync();
        }

        async Task<double> ViewAsync(int count)
        {
            while (viewers.Count <= count)
                viewers.Add(await Circuit.OpenAsync(console.Address, cookie, $"/containers/load/{engine.IdOf(1)}/logs", _ => { }, ct));
            return await MeasureAsync(run, console, fast, count, ct);
        }
    }

    /// <summary>The largest working set meanwhile.</summary>
    private async Task<double> MeasureAsync(BenchRun run, ConsoleProcess console, LogSource fast, int viewers, CancellationToken ct)
    {
        var words = viewers == 1 ? "50 MB/s, 1 viewer" : $"50 MB/s, {viewers} viewers";
        // What is kept of the log must be full before growth says anything.
        await Task.Delay(run.Duration / 3, ct);
        var (begun, cpu, sent) = (TimeProvider.System.GetTimestamp(), BenchBrowser.CpuSecondsOf(console.Id), fast.Sent);
        var (first, second) = (await HighestAsync(console, run.Duration / 2, ct), await HighestAsync(console, run.Duration / 2, ct));
        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        run.Found(Name, $"{words}: console, of a core", (BenchBrowser.CpuSecondsOf(console.Id) - cpu) / seconds * 100, "%");
        run.Found(Name, $"{words}: read of it", (fast.Sent - sent) / seconds / 1e6 / viewers, "MB/s each");
        run.Found(Name, $"{words}: working set, second half more than the first", second - first, "MiB");
        return Math.Max(first, second);
    }

    private static async Task<double> HighestAsync(ConsoleProcess console, TimeSpan duration, CancellationToken ct)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var highest = 0.0;
        while (TimeProvider.System.GetElapsedTime(begun) < duration)
        {
            highest = Math.Max(highest, console.WorkingSet());
            await Task.Delay(200, ct);
        }

        return highest;
    }
}

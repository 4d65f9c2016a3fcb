using Microsoft.Playwright;

namespace Rtm.Bench;

/// <summary>A long list and many who look at it.</summary>
internal sealed class ListBench : IBench
{
    private const int Containers = 1000;
    private const int Viewers = 5;

    // From the address to the first row, by the page's own clock.
    private const string FirstRow = """
        () => new Promise((resolve) => {
          const look = () => document.querySelector("tbody th a") ? (resolve(performance.now()), true) : false;
          if (!look()) new MutationObserver((_, observer) => look() && observer.disconnect()).observe(document, { childList: true, subtree: true });
        })
        """;

    public string Name => "list";

    public string Measures => "the list of 1,000 containers in Chromium: first rows, row elements, lists asked of the engine by five viewers";

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        await using var engine = new LoadEngine(Containers);
        // The list that corrects what events did not tell comes by the clock, not by viewers.
        await using var console = await ConsoleProcess.StartAsync(
            new Dictionary<string, string> { ["load"] = engine.Endpoint }, ct, "--Rtm:Relay:ReconcileInterval=12:00:00");
        await using var browser = await BenchBrowser.StartAsync();
        var times = new List<double>();
        var rows = 0;
        for (var i = 0; i < Viewers; i++)
        {
            var page = await browser.EnterAsync(console, "/containers");
            // The first visit signs in and fills the caches.
            for (var visit = 0; visit < 4; visit++)
            {
                await page.GotoAsync("/containers", new() { WaitUntil = WaitUntilState.Commit });
                times.Add(await page.EvaluateAsync<double>(FirstRow));
                rows = Math.Max(rows, await page.Locator("tbody tr:has(th a)").CountAsync());
            }
        }

        BenchRun.Head();
        run.Found(Name, $"first rows p50 (of {times.Count} visits)", times.Percentile(50), "ms", 500);
        run.Found(Name, "first rows, worst", times.Max(), "ms");
        run.Found(Name, "row elements, most", rows, "", 60);
        run.Found(Name, $"lists for {Viewers} viewers", engine.Lists, "", 1);
    }
}

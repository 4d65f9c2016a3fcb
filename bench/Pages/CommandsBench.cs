using Microsoft.Playwright;
using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>What a person waits for who has pressed "Stop", and what the way through the gate costs.</summary>
internal sealed class CommandsBench : IBench
{
    private const int Clicks = 40;
    private const int WarmUp = 3;

    private static readonly TimeSpan Held = TimeSpan.FromSeconds(30);

    // From the click that confirms to the first frame with an answer to it in the dialog.
    private const string Watch = """
        () => {
          let clicked = 0;
          addEventListener("click", (e) => { clicked = e.timeStamp; }, { capture: true, once: true });
          window.rtmRequested = new Promise((resolve) => {
            new MutationObserver((_, observer) => {
              if (!clicked || !document.querySelector("[role=dialog] .operation-step")?.textContent.includes("Requested")) return;
              observer.disconnect();
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - clicked)));
            }).observe(document.body, { childList: true, subtree: true, characterData: true });
          });
        }
        """;

    public string Name => "commands";

    public string Measures => "click → visible \"requested\" while the engine holds every stop for 30 s; a stop through the gate beside the bare call to a real engine";

    public bool NeedsEngine => true;

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        var (requested, unasked) = await ClickAsync(ct);
        BenchRun.Head();
        run.Found(Name, "clicks that never came to the engine", unasked, $"of {Clicks + WarmUp}", 0);
        run.Found(Name, $"click → visible \"requested\" p50 (of {requested.Count})", requested.Percentile(50), "ms");
        run.Found(Name, "click → visible \"requested\" p99", requested.Percentile(99), "ms", 100);
        await new GateCost(run, Name).MeasureAsync(ct);
    }

    private static async Task<(IReadOnlyCollection<double> Milliseconds, int Unasked)> ClickAsync(CancellationToken ct)
    {
        await using var engine = new LoadEngine(Clicks + WarmUp);
        engine.Answer("POST", "/containers/{id}/stop", async (request, connection, stopped) =>
        {
            await Task.Delay(Held, stopped);
            await StubReply.NoBody()(request, connection, stopped);
        });
        await using var console = await ConsoleProcess.StartAsync(
            new Dictionary<string, string> { ["load"] = engine.Endpoint }, ct, "--Rtm:Commands:PerMinute=1000");
        await using var browser = await BenchBrowser.StartAsync();
        var page = await browser.EnterAsync(console, "/containers", ConsoleProcess.Operator);
        var times = new List<double>();
        for (var i = 0; i < Clicks + WarmUp; i++)
            times.Add(await StopAsync(page, engine.IdOf(i)));
        var asked = await Eventually.ValueAsync(
            "the last stop at the engine", () => engine.Count(request => request.Method == "POST"), count => count == times.Count, ct);
        return ([.. times.Skip(WarmUp)], times.Count - asked);
    }

    private static async Task<double> StopAsync(IPage page, string id)
    {
        await page.GotoAsync($"/containers/load/{id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        var confirm = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true });
        await page.WaitForFunctionAsync("() => document.activeElement?.id === 'grace'");
        await page.EvaluateAsync(Watch);
        await confirm.ClickAsync();
        return await page.EvaluateAsync<double>("() => window.rtmRequested");
    }
}

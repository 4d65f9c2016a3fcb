using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>A flood that lasts: what it takes of the browser.</summary>
internal sealed class SustainedBench : IBench
{
    private const int Rate = 1000;

    public string Name => "sustained";

    public string Measures => "1,000 events/s from a stub engine: what the browser and the console take of a core";

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        await using var engine = new LoadEngine(200);
        await using var console = await ConsoleProcess.StartAsync(new Dictionary<string, string> { ["load"] = engine.Endpoint }, ct);
        await using var browser = await BenchBrowser.StartAsync();
        var page = await browser.EnterAsync(console, "/timeline");
        engine.Send(1);
        await page.GetByText(LoadEngine.NameOf(0)).First.WaitForAsync();
        await engine.SendAsync(Rate, TimeSpan.FromSeconds(5), ct);

        var (begun, inBrowser, inConsole, sent) = (TimeProvider.System.GetTimestamp(), BenchBrowser.CpuSeconds(), BenchBrowser.CpuSecondsOf(console.Id), engine.Sent);
        await engine.SendAsync(Rate, run.Duration, ct);
        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        var (browserShare, consoleShare) = ((BenchBrowser.CpuSeconds() - inBrowser) / seconds, (BenchBrowser.CpuSecondsOf(console.Id) - inConsole) / seconds);
        var last = LoadEngine.NameOf(engine.Sent - 1);
        await Eventually.ValueAsync("the last event in the page", () => page.GetByText(last).CountAsync(), count => count > 0, ct, TimeSpan.FromSeconds(30));

        BenchRun.Head();
        run.Found(Name, "events a second", (engine.Sent - sent) / seconds, "");
        run.Found(Name, "browser, of a core", browserShare * 100, "%", 25);
        run.Found(Name, "console, of a core", consoleShare * 100, "%");
        run.Found(Name, "gaps", await console.MetricAsync("rtm_relay_gaps_total", ct), "", 0);
    }
}

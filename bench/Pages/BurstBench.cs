using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Playwright;
using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>Everything at once: what is lost, and whether the page still answers.</summary>
internal sealed class BurstBench : IBench
{
    private const int Events = 5000;

    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(4);

    public string Name => "burst";

    public string Measures => "5,000 events in 1 s from a stub engine: lost rows (counted at the hub), worst answers of the open page to clicks and keys";

    public async Task RunAsync(BenchRun run, CancellationToken ct)
    {
        await using var engine = new LoadEngine(200);
        await using var console = await ConsoleProcess.StartAsync(new Dictionary<string, string> { ["load"] = engine.Endpoint }, ct);
        await using var browser = await BenchBrowser.StartAsync();
        var page = await browser.EnterAsync(console, "/timeline");
        engine.Send(1);
        await page.GetByText(LoadEngine.NameOf(0)).First.WaitForAsync();
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var counting = CountAsync(console, await console.SignInAsync(ct), names, stop.Token);
        await Eventually.TrueAsync("the hub's first row", () => CountOf(names) > 0, ct, TimeSpan.FromSeconds(30));

        await PageProbe.WatchInputAsync(page);
        var clicking = ClickAsync(page, Burst + Aftermath, ct);
        await engine.SendAsync(Events, Burst, ct);
        engine.Send(Math.Max(0, Events + 1 - engine.Sent));
        await clicking;
        await Eventually.TrueAsync("all rows at the hub", () => CountOf(names) == engine.Sent, ct, TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stop.CancelAsync();
        await counting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var (clicks, keys) = await PageProbe.AnswersAsync(page);

        BenchRun.Head();
        run.Found(Name, "rows lost", engine.Sent - CountOf(names), $"of {engine.Sent}", 0);
        run.Found(Name, "gaps", await console.MetricAsync("rtm_relay_gaps_total", ct), "", 0);
        run.Found(Name, $"worst answer to a click (of {clicks.Length})", clicks.DefaultIfEmpty(double.PositiveInfinity).Max(), "ms", 100);
        run.Found(Name, $"worst answer to a key (of {keys.Length})", keys.DefaultIfEmpty(double.PositiveInfinity).Max(), "ms", 100);
    }

    private static async Task ClickAsync(IPage page, TimeSpan duration, CancellationToken ct)
    {
        // The button changes its name and its place never: no waiting for it between two clicks.
        var box = await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).BoundingBoxAsync() ?? throw new InvalidOperationException("The page has no Pause button.");
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < duration)
        {
            await page.Mouse.ClickAsync(box.X + box.Width / 3, box.Y + box.Height / 2);
            await page.Keyboard.PressAsync("Shift");
            await Task.Delay(100, ct);
        }
    }

    private static async Task CountAsync(ConsoleProcess console, string cookie, HashSet<string> names, CancellationToken ct)
    {
        await using var connection = new HubConnectionBuilder().WithUrl(new Uri(console.Address, "/hubs/timeline"), options =>
        {
            options.Transports = HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
            options.Headers["Origin"] = console.Address.GetLeftPart(UriPartial.Authority);
            options.Headers["Cookie"] = cookie;
        }).Build();
        await connection.StartAsync(ct);
        await foreach (var batch in connection.StreamAsync<Batch>("Subscribe", null, null, ct))
        {
            lock (names)
                names.UnionWith(batch.Rows.Select(row => row.Name ?? "").Where(name => name.StartsWith(LoadEngine.EventName, StringComparison.Ordinal)));
        }
    }

    private static int CountOf(HashSet<string> names)
    {
        lock (names)
            return names.Count;
    }

    private sealed record Row(string? Name);

    private sealed record Batch(Row[] Rows);
}

using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Rtm.Bench;

/// <summary>A real Chromium with a person who has signed in.</summary>
internal sealed class BenchBrowser : IAsyncDisposable
{
    private const double TicksASecond = 100;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BenchBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<BenchBrowser> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("RTM_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-background-networking"],
        }));
    }

    /// <param name="console">Where.</param>
    /// <param name="path">The page to come to.</param>
    /// <param name="user">One of the development provider's.</param>
    public async Task<IPage> EnterAsync(ConsoleProcess console, string path, string user = ConsoleProcess.Viewer)
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = console.Address.AbsoluteUri, ViewportSize = new() { Width = 1280, Height = 800 } });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{user} ") }).ClickAsync();
        await page.WaitForURLAsync(new Regex("^" + Regex.Escape(console.Address.GetLeftPart(UriPartial.Authority))));
        return page;
    }

    /// <summary>What a page's scripts hold after a collection, in MiB.</summary>
    public static async Task<double> HeapAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        return usage!.Value.GetProperty("usedSize").GetDouble() / 1048576;
    }

    /// <summary>Seconds of a core that all processes of the browser have taken so far.</summary>
    public static double CpuSeconds() => Processes()
        .Where(process => process.Name.StartsWith("chrom", StringComparison.Ordinal) && IsOurs(process.Id))
        .Sum(process => process.Ticks) / TicksASecond;

    public static double CpuSecondsOf(int processId) => Read(processId) is { } process ? process.Ticks / TicksASecond : 0;

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static IEnumerable<(int Id, string Name, int Parent, long Ticks)> Processes() =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)
        let process = Read(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
        where process is not null
        select process.Value;

    private static bool IsOurs(int id)
    {
        for (var process = Read(id); process is { } known && known.Parent > 1; process = Read(known.Parent))
        {
            if (known.Parent == Environment.ProcessId)
                return true;
        }

        return false;
    }

    private static (int Id, string Name, int Parent, long Ticks)? Read(int id)
    {
        try
        {
            // The name is in parentheses and can hold anything.
            var line = File.ReadAllText($"/proc/{id}/stat");
            var close = line.LastIndexOf(')');
            var fields = line[(close + 2)..].Split(' ');
            return (id, line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..close], int.Parse(fields[1], CultureInfo.InvariantCulture),
                long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It ended while we looked.
            return null;
        }
    }
}

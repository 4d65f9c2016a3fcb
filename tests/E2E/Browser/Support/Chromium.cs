using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>One browser for the run, started by the first test that wants it, and the one demo site most tests look at.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private DemoSite? _demo;
    private PrivateEngine? _engine;

    public async Task<IBrowser> BrowserAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            // Two cores serve the engine, the console and the browser.
            Assertions.SetDefaultExpectTimeout(20_000);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Environment.GetEnvironmentVariable("RTM_CHROMIUM") ?? "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-background-networking"],
            });
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A console on a real engine with a container in every state. Tests only look at it.</summary>
    public async Task<DemoSite> DemoAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            return _demo ??= await DemoSite.StartAsync(ct);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A real engine with <see cref="DemoContainers.Image"/> for tests that change containers, each under an owner of its own.</summary>
    public async Task<PrivateEngine> EngineAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            if (_engine is null)
            {
                _engine = await PrivateEngine.StartAsync("changing", ct, new PrivateEngineOptions { OwnNetwork = true });
                await Busybox.ImportAsync(_engine, DemoContainers.Image, ct, DemoContainers.Sleeps);
            }
            return _engine;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
        _playwright?.Dispose();
        if (_demo is not null)
        {
            await _demo.DisposeAsync();
        }
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
        _gate.Dispose();
    }
}

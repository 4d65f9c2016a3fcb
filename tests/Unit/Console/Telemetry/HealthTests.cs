using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Telemetry;

public sealed class HealthTests : IDisposable
{
    private readonly FakeEngine _engine = new("asked");
    private readonly FakeArchive _archive = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readyz_EngineNotAskedYet_IsNotReadyThoughHealthy()
    {
        using var held = _engine.Hold(nameof(_engine.GetEngineInfoAsync));
        await using var console = await RunningConsole.StartAsync(withProvider: false, Configure);
        using var client = new HttpClient { BaseAddress = console.Address };

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready"), await AskAsync(client, "/readyz"));
        Assert.Equal((HttpStatusCode.OK, "Healthy"), await AskAsync(client, "/healthz"));
    }

    [Fact]
    public async Task Readyz_EngineThatIsDown_IsReady()
    {
        _engine.GoDown();
        await using var console = await RunningConsole.StartAsync(withProvider: false, Configure);
        using var client = new HttpClient { BaseAddress = console.Address };

        await ReadyAsync(client);
    }

    [Fact]
    public async Task Readyz_EngineThatTellsItsListButNotItsEvents_IsReady()
    {
        _engine.Fail(nameof(_engine.ReplayEventsAsync), new(new("asked", "replay events", "", HttpStatusCode.BadGateway), "502"));
        await using var console = await RunningConsole.StartAsync(withProvider: false, Configure);
        using var client = new HttpClient { BaseAddress = console.Address };

        await ReadyAsync(client);
    }

    [Fact]
    public async Task Readyz_HistoryNeverOpened_IsNotReady()
    {
        _archive.State = new(DateTimeOffset.UnixEpoch, "disk full", 0);
        await using var console = await RunningConsole.StartAsync(configure: Configure);
        using var viewer = await console.SignInAsync("vera", Ct);
        using var nobody = await console.SignInAsync("nora", Ct);

        await Eventually.ValueAsync("the engine", () => ReadAsync(viewer), answer => !answer.Contains("'asked'", StringComparison.Ordinal), Ct, TimeSpan.FromSeconds(30));

        Assert.Equal("not ready: The history is not open: disk full", await ReadAsync(viewer));
        Assert.Equal("not ready", await ReadAsync(nobody));
    }

    [Fact]
    public async Task Readyz_HistoryLostLater_StaysReady()
    {
        await using var console = await RunningConsole.StartAsync(withProvider: false, Configure);
        using var client = new HttpClient { BaseAddress = console.Address };
        await ReadyAsync(client);

        _archive.State = new(DateTimeOffset.UnixEpoch, "disk full", 7);

        Assert.Equal((HttpStatusCode.OK, "ready"), await AskAsync(client, "/readyz"));
    }

    public void Dispose() => _engine.Dispose();

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new EngineRegistry([_engine]));
        builder.Services.AddSingleton<ITimelineArchive>(_archive);
    }

    private static Task<(HttpStatusCode, string)> ReadyAsync(HttpClient client) => Eventually.ValueAsync(
        "ready", () => AskAsync(client, "/readyz"), answer => answer == (HttpStatusCode.OK, "ready"), Ct, TimeSpan.FromSeconds(30));

    private static async Task<(HttpStatusCode, string)> AskAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }

    private static async Task<string> ReadAsync(CookieBrowser browser)
    {
        using var response = await browser.GetAsync("/readyz", Ct);
        return await response.Content.ReadAsStringAsync(Ct);
    }
}

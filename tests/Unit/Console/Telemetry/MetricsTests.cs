using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Relay;
using Rtm.Tests.Support;
using Rtm.Unit.Tests.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Telemetry;

/// <summary>
/// What Prometheus reads, and who else could. A metrics SDK hears every meter of its name in the process, and forgets them when one console
/// of several ends: those that measure run one after another, and what all consoles measure (requests) is not asserted.
/// </summary>
[Collection(Alone)]
public sealed class MetricsTests(MetricsTests.Measured measured) : IClassFixture<MetricsTests.Measured>
{
    internal const string Alone = "consoles that measure";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rtm_relay_events_total{", "engine=\"measured\"", "probe=\"false\"")]
    [InlineData("rtm_relay_event_lag_seconds_bucket{", "engine=\"measured\"")]
    [InlineData("rtm_relay_gaps_total{", "cause=\"EngineRestarted\"", "engine=\"measured\"")]
    [InlineData("rtm_relay_reconnects_total{", "engine=\"measured\"")]
    [InlineData("rtm_relay_board_containers{", "engine=\"measured\"")]
    [InlineData("rtm_relay_live{", "engine=\"measured\"")]
    [InlineData("rtm_relay_subscribers{", "engine=\"measured\"", "of=\"timeline\"")]
    [InlineData("rtm_relay_subscriber_lags_total{", "engine=\"measured\"", "of=\"timeline\"")]
    [InlineData("rtm_history_queue")]
    [InlineData("rtm_history_down")]
    [InlineData("dotnet_gc_collections_total{")]
    public Task Scrape_AfterALife_HasThis(string name, params string[] labels) => Eventually.ValueAsync(
        name, ScrapeAsync, text => text.Split('\n').Any(line => line.StartsWith(name, StringComparison.Ordinal) && labels.All(l => line.Contains(l, StringComparison.Ordinal))),
        Ct, TimeSpan.FromSeconds(30));

    [Fact]
    public async Task Scrape_AfterALife_NamesNoContainer()
    {
        var text = await ScrapeAsync();

        Assert.DoesNotMatch("[0-9a-f]{64}", text);
        Assert.DoesNotContain("game-1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_ComponentUpdates_AreNotMeasured()
    {
        var text = await ScrapeAsync();

        Assert.DoesNotContain("update_parameters", text, StringComparison.Ordinal);
        Assert.DoesNotContain("render_diff", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Redirect)]
    [InlineData("nora", HttpStatusCode.Redirect)]
    [InlineData("ada", HttpStatusCode.NotFound)]
    public async Task Metrics_AtTheConsolesAddress_AreNotServed(string? user, HttpStatusCode expected)
    {
        using var browser = user is null ? new CookieBrowser(measured.Console.Address) : await measured.Console.SignInAsync(user, Ct);

        using var response = await browser.GetAsync("/metrics", Ct);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/containers")]
    [InlineData("/_blazor")]
    [InlineData("/hubs/timeline")]
    [InlineData("/signin")]
    [InlineData("/app.css")]
    public async Task Console_AtTheMetricsAddress_IsNotServed(string path)
    {
        using var client = new HttpClient { BaseAddress = measured.MetricsUrl };

        using var response = await client.GetAsync(path, Ct);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private Task<string> ScrapeAsync() => measured.ScrapeAsync(Ct);

    /// <summary>A console that has seen events, a page, a reader that lagged and a restart of its engine.</summary>
    public sealed class Measured : IAsyncLifetime
    {
        private readonly FakeEngine _engine = new("measured");
        private TimelineSubscription? _slow;

        public RunningConsole Console { get; private set; } = null!;

        public Uri MetricsUrl { get; } = FreePort.Address();

        public async ValueTask InitializeAsync()
        {
            var container = new SampleContainers(TimeProvider.System.GetUtcNow()).Running(1);
            _engine.Put(container);
            Console = await RunningConsole.StartAsync(configure: builder =>
            {
                builder.Configuration["Rtm:Telemetry:MetricsUrl"] = MetricsUrl.AbsoluteUri;
                builder.Services.AddSingleton(new EngineRegistry([_engine]));
                builder.Services.AddSingleton<ITimelineArchive>(new FakeArchive());
            });
            var directory = Console.App.Services.GetRequiredService<BoardDirectory>();
            var (board, timeline) = (directory.Boards[0], directory.Timelines[0]);
            var ct = TestContext.Current.CancellationToken;
            await LiveAsync(board, ct);
            _slow = timeline.Subscribe();
            for (var i = 0; i <= TimelineSubscription.Capacity; i++)
                _engine.Publish(container, "pause");
            await Eventually.TrueAsync("the events", () => timeline.Current.Rows.Count > TimelineSubscription.Capacity, ct);
            _engine.GoDown();
            await Eventually.TrueAsync("the loss", () => board.Current.Connection.Phase != ConnectionPhase.Live, ct);
            _engine.ComeBack();
            board.RetryNow();
            await LiveAsync(board, ct);
            using var browser = await Console.SignInAsync("vera", ct);
            using var page = await browser.GetAsync($"/containers/measured/{container.Id}", ct);
            page.EnsureSuccessStatusCode();
        }

        public async Task<string> ScrapeAsync(CancellationToken ct)
        {
            using var client = new HttpClient { BaseAddress = MetricsUrl };
            return await client.GetStringAsync("/metrics", ct);
        }

        public async ValueTask DisposeAsync()
        {
            _slow?.Dispose();
            await Console.DisposeAsync();
            _engine.Dispose();
        }

        private Task LiveAsync(EngineBoard board, CancellationToken ct) => Eventually.TrueAsync(
            "live", () => board.Current.Connection.Phase == ConnectionPhase.Live && _engine.Listeners > 0, ct, TimeSpan.FromSeconds(30));
    }
}

using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Rtm.Console.Relay;
using Rtm.Console.Security;
using Rtm.Docker;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Rtm.Unit.Tests.Console.Security;
using Xunit;

namespace Rtm.Unit.Tests.Console.Telemetry;

/// <summary>What leaves for an OTLP collector, and when.</summary>
[Collection(MetricsTests.Alone)]
public sealed class CollectorTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Uri _address = FreePort.Address();
    private readonly ConcurrentQueue<(string Path, string Body)> _received = new();
    private readonly WebApplication _collector;

    public CollectorTests()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        _collector = builder.Build();
        _collector.Urls.Add(_address.AbsoluteUri);
        _collector.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, Ct);
            _received.Enqueue((request.Path, Encoding.Latin1.GetString(body.ToArray())));
        });
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _collector.StartAsync(Ct);

    public async ValueTask DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Collector_Named_GetsMetricsAndSpansWithoutQueriesOrTargets()
    {
        await using var stub = StubEngine.OnTcp();
        stub.On("GET", "/{any*}", StubReply.Error(500, "token=s3cret"));
        using var engine = DockerEngine.Connect(new DockerEngineOptions { Name = "traced", Endpoint = stub.Endpoint.OriginalString });
        await using var console = await RunningConsole.StartAsync(configure: builder =>
        {
            Configure(builder, "OTEL_EXPORTER_OTLP_ENDPOINT");
            builder.Services.AddSingleton(new EngineRegistry([engine]));
        });
        using var viewer = await console.SignInAsync("vera", Ct);

        // An export that a busy machine holds up for too long is dropped: what is sent once can be lost.
        await Eventually.ValueAsync("a span of a page", async () =>
        {
            using var page = await viewer.GetAsync("/containers?q=s3cret", Ct);
            return HasHeard("/v1/traces", "GET /containers");
        }, heard => heard, Ct, Patience);
        await HeardAsync("/v1/metrics", "rtm.relay.live");
        await HeardAsync("/v1/traces", "rtm.engine");
        Assert.DoesNotContain(_received, r => r.Body.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain(_received, r => r.Body.Contains(stub.Endpoint.Authority, StringComparison.Ordinal) && r.Path == "/v1/traces");
    }

    [Fact]
    public async Task Collector_PeopleSignIn_GetsNoCodeTokenOrCookie()
    {
        await using var provider = await HostileProvider.StartAsync();
        provider.GivesRefreshTokens = true;
        var secrets = new List<string?>();
        provider.ForgeCallback = callback =>
        {
            secrets.AddRange(QueryHelpers.ParseQuery(new Uri(callback).Query).Where(pair => pair.Key is "code" or "state").Select(pair => pair.Value.ToString()));
            return callback;
        };
        await using var console = await RunningConsole.StartAsync(configure: builder => Configure(builder, "OTEL_EXPORTER_OTLP_ENDPOINT"), authority: provider.Issuer);
        using var browser = new CookieBrowser(console.Address);

        (await browser.FollowAsync("/", Ct)).Dispose();
        secrets.Add(browser.Cookies["__Host-rtm"]);
        var record = Assert.Single(console.App.Services.GetRequiredService<SessionRegistry>().Live).Record;
        secrets.AddRange([record.AccessToken, record.RefreshToken, record.IdToken]);
        provider.Forge = draft => draft.Claims["aud"] = "another";
        using var other = new CookieBrowser(console.Address);
        (await other.FollowAsync("/", Ct)).Dispose();
        await Eventually.ValueAsync("a span of a page", async () =>
        {
            (await browser.GetAsync("/containers", Ct)).Dispose();
            return HasHeard("/v1/traces", "GET /containers");
        }, heard => heard, Ct, Patience);
        await HeardAsync("/v1/metrics", "rtm.relay.live");

        Assert.Equal(8, secrets.OfType<string>().Count(secret => secret.Length > 10));
        Assert.DoesNotContain(_received, r => secrets.Any(secret => r.Body.Contains(secret!, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Collector_NamedForMetricsOnly_GetsNoSpans()
    {
        await using var console = await RunningConsole.StartAsync(configure: builder => Configure(builder, "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "v1/metrics"));

        await HeardAsync("/v1/metrics", "rtm.relay.live");
        console.App.Services.GetService<TracerProvider>()?.ForceFlush();

        Assert.DoesNotContain(_received, r => r.Path == "/v1/traces");
    }

    [Fact]
    public async Task Collector_NotNamed_MeasuresNothing()
    {
        await using var console = await RunningConsole.StartAsync(withProvider: false);

        Assert.Null(console.App.Services.GetService<MeterProvider>());
        Assert.Null(console.App.Services.GetService<TracerProvider>());
    }

    private void Configure(WebApplicationBuilder builder, string variable, string path = "")
    {
        builder.Services.AddSingleton(new EngineRegistry([new FakeEngine("traced")]));
        builder.Configuration[variable] = _address.AbsoluteUri + path;
        builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        builder.Configuration["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000";
        builder.Configuration["OTEL_METRIC_EXPORT_INTERVAL"] = "200";
        builder.Configuration["OTEL_BSP_SCHEDULE_DELAY"] = "200";
    }

    private Task HeardAsync(string path, string words) => Eventually.TrueAsync($"{words} at {path}", () => HasHeard(path, words), Ct, Patience);

    private bool HasHeard(string path, string words) => _received.Any(r => r.Path == path && r.Body.Contains(words, StringComparison.Ordinal));
}

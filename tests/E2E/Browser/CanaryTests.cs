using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Rtm.Console.Security;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

/// <summary>
/// Secrets that are laid out as bait and then searched in everything that reaches the browser: documents, render batches and files. What a person sees is less
/// than what was sent.
/// </summary>
public sealed class CanaryTests(Chromium chromium) : BrowserTest(chromium)
{
    private const string Env = "canary-environment";

    private readonly ConcurrentQueue<byte[]> _received = new();
    private HostileProvider _provider = null!;

    private Site Site { get; set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        _provider = await KeepAsync(HostileProvider.StartAsync());
        _provider.GivesRefreshTokens = true;
        var engine = new FakeEngine();
        engine.Put(new SampleContainers(TimeProvider.System.GetUtcNow()).Healthy() with
        {
            Env = ["PATH=/bin", $"GAME_TOKEN={Env}"],
            RawJson = JsonSerializer.Serialize(new
            {
                Id = SampleContainers.IdOf(1),
                Name = "/game-1",
                Config = new { Env = (string[])[$"GAME_TOKEN={Env}"], Healthcheck = new { Test = (string[])["CMD-SHELL", "login --password=canary-probe"] } },
                State = new { Health = new { Log = (object[])[new { Output = "canary-probe" }] } },
            }),
        });
        Site = await KeepAsync(Site.StartAsync(
            Ct, ["--Rtm:SignIn:ClientSecret=canary-client-secret"], Site.OnFakes(engine), authority: _ => Task.FromResult(_provider.Issuer)));
    }

    /// <summary>What no reveal shows.</summary>
    private string[] Hidden =>
    [
        "canary-client-secret", "canary-probe",
        .. Site.Services.GetRequiredService<SessionRegistry>().Live.SelectMany(session => new[] { session.Record.AccessToken!, session.Record.RefreshToken!, session.Record.IdToken! }),
    ];

    [Fact]
    public async Task Secrets_EveryPageBeforeAndAfterAReveal_AreInNothingThatIsSent()
    {
        var container = $"/containers/local/{SampleContainers.IdOf(1)}";
        var page = await OpenAsync();
        await SeeAsync(page, "/containers", page.GetByRole(AriaRole.Link, new() { Name = "game-1", Exact = true }));
        await SeeAsync(page, container, page.GetByText("1.5 CPUs"));
        await SeeAsync(page, $"{container}/raw", page.GetByText("GAME_TOKEN=••••••"));
        await SeeAsync(page, $"{container}/timeline", page.GetByRole(AriaRole.Link, new() { Name = "Open in the timeline" }));
        await SeeAsync(page, "/timeline", Heading(page, "Timeline"));
        await SeeAsync(page, "/sessions", page.GetByText("this one"));
        await SeeAsync(page, $"{container}/configuration", page.GetByRole(AriaRole.Rowheader, new() { Name = "GAME_TOKEN" }));
        AssertSentNo([Env, .. Hidden]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Reveal values" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = Env })).ToBeVisibleAsync();
        // It is found where it is: the search is no blind one.
        Assert.Contains(_received, bytes => Holds(bytes, Env));
        _received.Clear();

        await SeeAsync(page, "/audit", page.GetByRole(AriaRole.Row).Filter(new() { HasText = "game-1" }));
        foreach (var format in (string[])["csv", "json"])
        {
            var export = await page.Context.APIRequest.GetAsync($"{Site.Origin}/api/audit/{format}");
            Assert.Contains("Reveal", await export.TextAsync(), StringComparison.OrdinalIgnoreCase);
            _received.Enqueue(await export.BodyAsync());
        }

        AssertSentNo([Env, .. Hidden]);
    }

    private async Task<IPage> OpenAsync()
    {
        var page = (await VisitAsync(Site)).Page;
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => _received.Enqueue(frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? ""));
        return page;
    }

    private async Task SeeAsync(IPage page, string path, ILocator sign)
    {
        var document = await page.GotoAsync(path);
        _received.Enqueue(await document!.BodyAsync());
        await Expect(sign).ToBeVisibleAsync();
    }

    private void AssertSentNo(string[] secrets)
    {
        Assert.NotEmpty(_received);
        Assert.All(secrets, secret => Assert.DoesNotContain(_received, bytes => Holds(bytes, secret)));
    }

    private static bool Holds(byte[] bytes, string secret) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0;
}

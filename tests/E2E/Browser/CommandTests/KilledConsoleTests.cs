using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Rtm.DevIdp;
using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Relay;
using Rtm.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>A console that is killed with a command on its way: the next one finds out from the engine what became of it.</summary>
public sealed class KilledConsoleTests(Chromium chromium) : CommandBrowserTest(chromium)
{
    /// <summary>What the next console has to settle what it finds open.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    private readonly TempFolder _folder = new();
    private readonly Uri _address = FreePort.Address();
    private readonly Uri _issuer = FreePort.Address();

    private string Origin => _address.GetLeftPart(UriPartial.Authority);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Stop_ConsoleKilledInTheMiddle_IsSettledByTheNextOneAndThePageSaysSo()
    {
        await KeepAsync(StartProviderAsync());
        var id = await RunContainerAsync("cut-off", isStubborn: true);
        Visit visit;
        await using (await StartConsoleAsync())
        {
            visit = await VisitAsAsync(Origin, Operator, $"/containers/local/{id}");
            visit.Expect("ERR_");
            visit.Expect("WebSocket");
            visit.Expect("Connection disconnected");
            visit.Expect("Failed to fetch");
            await OpenAsync(visit.Page, "Stop", "Grace period in seconds");
            await Dialog(visit.Page).GetByLabel("Grace period in seconds").FillAsync("5");
            await visit.Page.Keyboard.PressAsync("Enter");
            await ExpectTextAsync(Dialog(visit.Page), "left to end by itself");
        }

        // The engine has begun: it ends by itself what nobody waits for any more.
        await Engine.DockerAsync(Ct, "wait", id);
        await KeepAsync(StartConsoleAsync());
        var ready = TimeProvider.System.GetUtcNow();

        await Expect(Button(visit.Page, "Operations: 0 under way, 1 ended and not read")).ToBeVisibleAsync(Soon);
        await Button(visit.Page, "Operations: 0 under way, 1 ended and not read").ClickAsync();
        await ExpectTextAsync(Tray(visit.Page), "The console ended in the middle of it. Looked at after its start: done, it has ended with exit 137.");
        await ExpectTextAsync(visit.Page.Locator("main"), "Stopped by Otto Operator");
        Assert.InRange(await OutcomeAtAsync(visit), DateTimeOffset.UnixEpoch, ready + Settled);
    }

    private async Task<DateTimeOffset> OutcomeAtAsync(Visit visit)
    {
        var answer = await visit.Context.APIRequest.GetAsync($"{Origin}/api/audit/json?action=Stop&result=Done");
        using var rows = JsonDocument.Parse(await answer.TextAsync());
        return Assert.Single(rows.RootElement.EnumerateArray()).GetProperty("row").GetProperty("at").GetDateTimeOffset();
    }

    private Task<ConsoleProcess> StartConsoleAsync() => ConsoleProcess.StartAsync(
        Engine, _folder.PathOf("history.db"), _address,
        [$"--Rtm:SignIn:Authority={_issuer}", $"--Rtm:DataProtection:Directory={_folder.PathOf("keys")}", $"--Rtm:Scope:Owners:0={Owner}"], Ct);

    private async Task<WebApplication> StartProviderAsync()
    {
        var provider = DevIdpHost.Build(new DevIdpOptions { Environment = "Development", Url = _issuer.AbsoluteUri }.ForConsole(_address.AbsoluteUri));
        await provider.StartAsync(Ct);
        // Its first answer compiles half of it; on a busy machine that outlasts the console's patience.
        using var client = new HttpClient { BaseAddress = _issuer };
        await client.GetStringAsync("/.well-known/openid-configuration", Ct);
        return provider;
    }
}

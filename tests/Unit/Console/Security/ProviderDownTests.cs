using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>A provider without pushed requests that is silent while the console still knows its documents: nobody is sent to a dead address.</summary>
public sealed partial class ProviderDownTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private HostileProvider _provider = null!;
    private RunningConsole _console = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await HostileProvider.StartAsync();
        _console = await RunningConsole.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock), authority: _provider.Issuer);
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_ProviderWentDownSince_IsA503WithARetryThatWorksOnceItIsBack()
    {
        (await SignInAsync()).Dispose();
        GoDown();
        using var visitor = new CookieBrowser(_console.Address);

        using var refused = await visitor.FollowAsync("/?q=a", Ct);
        var retry = RetryLink().Match(await refused.Content.ReadAsStringAsync(Ct)).Groups[1].Value;
        _provider.IsDown = false;
        using var landed = await visitor.FollowAsync(WebUtility.HtmlDecode(retry), Ct);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (refused.StatusCode, landed.StatusCode));
        Assert.Equal("/?q=a", landed.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Fact]
    public async Task SignIn_ByManyAtOnce_AsksTheProviderOnce()
    {
        (await SignInAsync()).Dispose();
        var before = _provider.DocumentsRead;
        _clock.Advance(TimeSpan.FromSeconds(11));

        foreach (var browser in await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SignInAsync())))
            browser.Dispose();

        Assert.Equal(before + 1, _provider.DocumentsRead);
    }

    [Fact]
    public async Task SignOut_ProviderWentDownSince_EndsHereAndSaysThatItWasMissedThere()
    {
        using var browser = await SignInAsync();
        using var page = await browser.GetAsync("/access-denied", Ct);
        var token = AntiforgeryField().Match(await page.Content.ReadAsStringAsync(Ct)).Groups[1].Value;
        GoDown();

        using var landed = await browser.FollowAsync("/signout", Ct, new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));

        Assert.Equal("/signed-out?provider=missed", landed.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Empty(_console.App.Services.GetRequiredService<SessionRegistry>().Live);
    }

    [Fact]
    public async Task Probe_OfAProviderThatHangs_EndsAfterHalfOfWhatItIsGivenOtherwise()
    {
        using var http = new HttpClient(new Hanging()) { Timeout = TimeSpan.FromHours(1) };
        using var metadata = new ProviderMetadata(_provider.Issuer, () => http, requireHttps: false, _clock);

        var probe = metadata.ProbeAsync(Ct);
        _clock.Advance(TimeSpan.FromMinutes(30));

        await Assert.ThrowsAsync<TimeoutException>(() => probe);
    }

    /// <summary>Down, and for longer than an answer of it counts.</summary>
    private void GoDown()
    {
        _provider.IsDown = true;
        _clock.Advance(TimeSpan.FromSeconds(11));
    }

    private async Task<CookieBrowser> SignInAsync()
    {
        var browser = new CookieBrowser(_console.Address);
        using var page = await browser.FollowAsync("/", Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return browser;
    }

    [GeneratedRegex("href=\"(/signin[^\"]+)\"")]
    private static partial Regex RetryLink();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();

    private sealed class Hanging : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException("It hangs for ever.");
        }
    }
}

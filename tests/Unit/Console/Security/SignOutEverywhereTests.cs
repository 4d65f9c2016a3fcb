using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>Whichever way a session is signed out, all of its open pages are cut, and nobody else's.</summary>
public sealed partial class SignOutEverywhereTests : IAsyncLifetime
{
    private HostileProvider _provider = null!;
    private RunningConsole _console = null!;
    private CookieBrowser _ada = null!;
    private CookieBrowser _vera = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SessionRegistry Sessions => _console.App.Services.GetRequiredService<SessionRegistry>();

    private string IssuerName => _provider.Issuer.AbsoluteUri.TrimEnd('/');

    public async ValueTask InitializeAsync()
    {
        _provider = await HostileProvider.StartAsync();
        _console = await RunningConsole.StartAsync(authority: _provider.Issuer);
        (_provider.Claims["sub"], _provider.Claims["sid"]) = ("43", "s-2");
        _provider.UserInfo = new() { ["sub"] = "43" };
        _vera = await SignInAsync();
        (_provider.Claims["sub"], _provider.Claims["sid"]) = ("42", "s-1");
        _provider.UserInfo = new() { ["sub"] = "42" };
        _ada = await SignInAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _vera.Dispose();
        await _console.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public Task SignOut_InThisConsole_CutsEveryPageOfTheSession() => AssertCutsAsync(async () =>
    {
        using var page = await _ada.GetAsync("/access-denied", Ct);
        var token = AntiforgeryField().Match(await page.Content.ReadAsStringAsync(Ct)).Groups[1].Value;
        (await _ada.FollowAsync("/signout", Ct, new FormUrlEncodedContent([new("__RequestVerificationToken", token)]))).Dispose();
    });

    [Fact]
    public Task SignOut_OverTheFrontChannel_CutsEveryPageOfTheSession() => AssertCutsAsync(async () =>
    {
        using var frame = new CookieBrowser(_console.Address);
        (await frame.GetAsync($"/signout-frontchannel?iss={Uri.EscapeDataString(IssuerName)}&sid=s-1", Ct)).Dispose();
    });

    [Fact]
    public Task SignOut_OverTheBackChannel_CutsEveryPageOfTheSession() => AssertCutsAsync(async () =>
    {
        using var provider = new CookieBrowser(_console.Address);
        (await provider.SendAsync(
            HttpMethod.Post, "/signout-backchannel", Ct, new FormUrlEncodedContent([new("logout_token", _provider.LogoutDraft().Write())]))).Dispose();
    });

    private async Task AssertCutsAsync(Func<Task> signOut)
    {
        using var first = await OpenAsync(_ada);
        using var second = await OpenAsync(_ada);
        using var other = await OpenAsync(_vera);
        var (ada, vera) = (SessionOf("42"), SessionOf("43"));
        await Eventually.TrueAsync("the pages to be attached", () => (ada.OpenConnections, vera.OpenConnections) == (2, 1), Ct);

        await signOut();

        await first.CutAsync(Ct);
        await second.CutAsync(Ct);
        Assert.Equal((SessionEnd.SignedOut, 0, null, 1), (ada.End, ada.OpenConnections, vera.End, vera.OpenConnections));
    }

    private Session SessionOf(string subject) => Assert.Single(Sessions.Live, session => session.Subject == subject);

    private async Task<CookieBrowser> SignInAsync()
    {
        var browser = new CookieBrowser(_console.Address);
        (await browser.FollowAsync("/", Ct)).Dispose();
        return browser;
    }

    private Task<PageSocket> OpenAsync(CookieBrowser browser) => PageSocket.OpenAsync(browser, _console.Address, Ct);

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}

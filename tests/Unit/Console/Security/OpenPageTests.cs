using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>The WebSockets of open pages and their session.</summary>
public sealed class OpenPageTests : IAsyncLifetime
{
    private HostileProvider _provider = null!;
    private RunningConsole _console = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SessionRegistry Sessions => _console.App.Services.GetRequiredService<SessionRegistry>();

    public async ValueTask InitializeAsync()
    {
        _provider = await HostileProvider.StartAsync();
        _console = await RunningConsole.StartAsync(authority: _provider.Issuer, args: ["--Rtm:Limits:PagesPerUser=20", "--Rtm:Sessions:CheckInterval=00:00:01"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Page_SessionEnds_IsCutAtOnce()
    {
        using var browser = await SignInAsync();
        using var socket = await OpenAsync(browser);
        var session = Assert.Single(Sessions.Live);
        await Eventually.TrueAsync("the page to be attached", () => session.OpenConnections == 1, Ct);

        Sessions.EndOne(session, SessionEnd.EndedByAdmin);

        await socket.CutAsync(Ct);
        Assert.Equal(0, session.OpenConnections);
    }

    [Fact]
    public async Task Page_AccountRevoked_IsCutThoughItAsksForNothing()
    {
        using var browser = await SignInAsync();
        using var socket = await OpenAsync(browser);

        _provider.UserInfo = null;

        await socket.CutAsync(Ct);
        Assert.Empty(Sessions.Live);
    }

    [Fact]
    public async Task Page_LastRoleTaken_IsCutAndTheSessionGoesOn()
    {
        _provider.Claims.Remove("roles");
        _provider.UserInfo = new() { ["sub"] = "42", ["roles"] = "viewer" };
        using var browser = await SignInAsync();
        using var socket = await OpenAsync(browser);

        _provider.UserInfo = new() { ["sub"] = "42" };

        await socket.CutAsync(Ct);
        Assert.Empty(Assert.Single(Sessions.Live).Roles);
    }

    [Fact]
    public async Task Pages_TwoHundredByOnePerson_MoreThanTheLimitAreNotOpened()
    {
        using var browser = await SignInAsync();
        var session = Assert.Single(Sessions.Live);
        var sockets = new List<PageSocket>();
        try
        {
            for (var i = 0; i < 200; i++)
                sockets.Add(await OpenAsync(browser));

            await Eventually.TrueAsync("20 pages to be open", () => session.OpenConnections == 20, Ct);
            await Task.WhenAll(sockets.Skip(20).Select(socket => socket.CutAsync(Ct)));
            Assert.Equal(20, session.OpenConnections);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Message_LongerThanTheLimit_EndsTheConnection()
    {
        using var browser = await SignInAsync();
        using var socket = await OpenAsync(browser);

        await socket.SendAsync(new byte[80 * 1024], Ct);

        await socket.CutAsync(Ct);
    }

    private async Task<CookieBrowser> SignInAsync()
    {
        var browser = new CookieBrowser(_console.Address);
        using var page = await browser.FollowAsync("/", Ct);
        return browser;
    }

    private Task<PageSocket> OpenAsync(CookieBrowser browser) => PageSocket.OpenAsync(browser, _console.Address, Ct);
}

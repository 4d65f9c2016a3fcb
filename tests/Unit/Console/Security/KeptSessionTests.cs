using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>Sessions over a restart of the console.</summary>
public sealed class KeptSessionTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly EphemeralDataProtectionProvider _keys = new();
    private HostileProvider _provider = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => _folder.PathOf("history.db");

    public async ValueTask InitializeAsync() => _provider = await HostileProvider.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Session_ConsoleRestarted_GoesOn()
    {
        var cookie = await SignInAsync();

        await using var again = await StartAsync(_keys);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(again, cookie));
    }

    [Fact]
    public async Task Session_EndedBeforeTheRestart_StaysEnded()
    {
        var cookie = await SignInAsync(sessions => sessions.EndOne(Assert.Single(sessions.Live), SessionEnd.SignedOut));

        await using var again = await StartAsync(_keys);

        Assert.Equal(HttpStatusCode.Redirect, await AskAsync(again, cookie));
    }

    [Fact]
    public async Task Session_KeptUnderOtherKeys_IsNotTaken()
    {
        await SignInAsync();

        await using var again = await StartAsync(new EphemeralDataProtectionProvider());

        Assert.Empty(again.App.Services.GetRequiredService<SessionRegistry>().Live);
    }

    [Fact]
    public async Task Session_Kept_ShowsNeitherNameNorTokenInTheFile()
    {
        _provider.GivesRefreshTokens = true;
        _provider.Claims["name"] = "Canary Person";

        await SignInAsync();

        var bytes = string.Concat(Directory.EnumerateFiles(_folder.FullName, "history.db*").Select(file => System.Text.Encoding.Latin1.GetString(System.IO.File.ReadAllBytes(file))));
        Assert.Contains("sessions", bytes, StringComparison.Ordinal);
        Assert.All(["Canary", "refresh-", "access-", "eyJ"], secret => Assert.DoesNotContain(secret, bytes, StringComparison.Ordinal));
    }

    private async Task<string> SignInAsync(Action<SessionRegistry>? then = null)
    {
        await using var console = await StartAsync(_keys);
        using var browser = new CookieBrowser(console.Address);
        using var page = await browser.FollowAsync("/", Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        then?.Invoke(console.App.Services.GetRequiredService<SessionRegistry>());
        // Disposing alone does not end a console in order: what waits would not be written.
        await console.App.StopAsync(Ct);
        return browser.Cookies["__Host-rtm"];
    }

    private static async Task<HttpStatusCode> AskAsync(RunningConsole console, string cookie)
    {
        using var browser = new CookieBrowser(console.Address);
        browser.Cookies["__Host-rtm"] = cookie;
        using var page = await browser.GetAsync("/", Ct);
        return page.StatusCode;
    }

    private Task<RunningConsole> StartAsync(IDataProtectionProvider keys) => RunningConsole.StartAsync(
        configure: builder => builder.Services.AddSingleton(keys), authority: _provider.Issuer, args: $"--Rtm:History:File={File}");
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>A console with a provider that does what the test wants, and a clock that the test moves.</summary>
public abstract class SessionTest : IAsyncLifetime
{
    private protected HostileProvider Provider { get; private set; } = null!;

    private protected RunningConsole Running { get; private set; } = null!;

    protected FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected SessionRegistry Sessions => Running.App.Services.GetRequiredService<SessionRegistry>();

    public async ValueTask InitializeAsync()
    {
        Provider = await HostileProvider.StartAsync();
        Running = await RunningConsole.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(Clock), authority: Provider.Issuer);
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        await Provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task<CookieBrowser> SignInAsync()
    {
        var browser = new CookieBrowser(Running.Address);
        using var page = await browser.FollowAsync("/", Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        return browser;
    }

    private protected static async Task AssertEndedAsync(CookieBrowser browser, SessionEnd reason)
    {
        using var page = await browser.GetAsync("/", Ct);
        using var machine = await browser.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", Ct);

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.Unauthorized), (page.StatusCode, machine.StatusCode));
        Assert.Equal(reason.ToString(), Assert.Single(machine.Headers.GetValues("Rtm-Session-End")));
    }
}

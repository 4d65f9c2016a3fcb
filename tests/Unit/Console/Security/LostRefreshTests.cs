using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Rtm.Tests.Support.Hostile;
using Xunit;

namespace Rtm.Unit.Tests.Console.Security;

/// <summary>The provider renews a session's tokens, and its answer gets lost (docs/adr/0014).</summary>
public sealed class LostRefreshTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(31);

    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private HostileProvider _provider = null!;
    private RunningConsole _console = null!;
    private CookieBrowser _browser = null!;
    private Session _session = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await HostileProvider.StartAsync();
        _provider.GivesRefreshTokens = true;
        _console = await RunningConsole.StartAsync(configure: builder => builder.Services.AddSingleton<TimeProvider>(_clock), authority: _provider.Issuer);
        _browser = new CookieBrowser(_console.Address);
        (await _browser.FollowAsync("/", Ct)).Dispose();
        _session = Assert.Single(_console.App.Services.GetRequiredService<SessionRegistry>().Live);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _console.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Answer_LostOnceWhereASpentTokenHasAGrace_IsNotNoticed()
    {
        var before = _session.Record.RefreshToken;
        _provider.LoseRefreshAnswers(1);

        await CheckAsync();

        Assert.Equal((null, false), (_session.End, _session.Record.RefreshInDoubt));
        Assert.NotEqual(before, _session.Record.RefreshToken);
    }

    [Fact]
    public async Task Answer_LostWhereEachTokenServesOnce_EndsTheSessionWithoutAnAccusation()
    {
        _provider.RotatesRefreshTokens = true;
        _provider.LoseRefreshAnswers(1);

        await CheckAsync();

        using var refused = await _browser.SendAsync(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1", Ct);
        Assert.Equal((SessionEnd.NotRenewed, "NotRenewed"), (_session.End, refused.Headers.GetValues("Rtm-Session-End").Single()));
    }

    [Fact]
    public async Task Answer_LostTwice_IsAskedForAgainAtTheNextCheck()
    {
        _provider.LoseRefreshAnswers(2);
        await CheckAsync();
        var inDoubt = _session.Record.RefreshInDoubt;

        await CheckAsync();

        Assert.Equal((true, null, false), (inDoubt, _session.End, _session.Record.RefreshInDoubt));
    }

    [Fact]
    public async Task Answer_LostTwiceAndThenRefused_AccusesNobody()
    {
        _provider.LoseRefreshAnswers(2);
        await CheckAsync();
        _provider.RefusesRefresh = true;

        await CheckAsync();

        Assert.Equal(SessionEnd.NotRenewed, _session.End);
    }

    [Fact]
    public async Task Refusal_AfterTheDoubtIsResolved_IsARevocation()
    {
        _provider.LoseRefreshAnswers(1);
        await CheckAsync();
        _provider.RefusesRefresh = true;

        await CheckAsync();

        Assert.Equal(SessionEnd.Revoked, _session.End);
    }

    private async Task CheckAsync()
    {
        _clock.Advance(Interval);
        (await _browser.GetAsync("/", Ct)).Dispose();
    }
}

using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.History;
using Rtm.Console.Security;
using Xunit;

namespace Rtm.Tests.Support;

/// <summary>What every store of sessions has to do, whatever database it is.</summary>
public abstract class SessionSuite
{
    private readonly EphemeralDataProtectionProvider _keys = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A database of its own for each test.</summary>
    protected abstract HistoryOptions Options { get; }

    [Fact]
    public async Task Session_Restart_ComesBackAsItWas()
    {
        var record = await KeepAsync();

        await using var next = await StartAsync(_keys);

        var back = Assert.Single(Sessions(next).Live).Record;
        Assert.Equal(record.Roles, back.Roles);
        Assert.Equal(record with { Roles = back.Roles }, back);
    }

    [Fact]
    public async Task Session_EndedBeforeARestart_StaysEnded()
    {
        await KeepAsync(then: sessions => sessions.EndOne(Assert.Single(sessions.Live), SessionEnd.SignedOut));

        await using var next = await StartAsync(_keys);

        Assert.Empty(Sessions(next).Live);
    }

    [Fact]
    public async Task Session_PastItsLongestTime_IsDeletedAtTheNextStart()
    {
        await KeepAsync(TimeProvider.System.GetUtcNow() - new SessionLimits().Absolute - TimeSpan.FromMinutes(1));

        await using var next = await StartAsync(_keys);

        Assert.Empty(Sessions(next).Live);
        Assert.Empty(await RowsAsync(next));
    }

    [Fact]
    public async Task Session_OtherKeys_IsNotTaken()
    {
        await KeepAsync();

        await using var next = await StartAsync(new EphemeralDataProtectionProvider());

        Assert.Empty(Sessions(next).Live);
    }

    [Fact]
    public async Task Session_RowPutUnderAnothersId_IsNotTaken()
    {
        await KeepAsync();
        await using (var history = await StartAsync(_keys))
        {
            await using var context = await history.Services.GetRequiredService<HistoryRoom<SessionContext>>().OpenAsync(Ct);
            var own = await context.Sessions.SingleAsync(Ct);
            context.Sessions.Add(new() { Id = new string('a', 32), Data = own.Data, Ends = own.Ends });
            await context.SaveChangesAsync(Ct);
        }

        await using var next = await StartAsync(_keys);

        Assert.NotEqual(new string('a', 32), Assert.Single(Sessions(next).Live).Id);
    }

    [Fact]
    public async Task Session_Row_ShowsNeitherNameNorToken()
    {
        await KeepAsync();

        await using var next = await StartAsync(_keys);

        Assert.DoesNotContain("canary", Encoding.Latin1.GetString(Assert.Single(await RowsAsync(next)).Data), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>One console that signs somebody in and ends.</summary>
    private async Task<SessionRecord> KeepAsync(DateTimeOffset? signedInAt = null, Action<SessionRegistry>? then = null)
    {
        await using var history = await StartAsync(_keys);
        var at = signedInAt ?? TimeProvider.System.GetUtcNow();
        var (session, _) = Sessions(history).Start(new()
        {
            Id = "",
            Subject = "canary-subject",
            Name = "Canary Person",
            Roles = [Roles.Viewer, Roles.Admin],
            From = "192.0.2.7",
            SignedInAt = at,
            LastAct = at,
            ProvedAt = at,
            ProviderSession = "canary-sid",
            AccessToken = "canary-access",
            AccessTokenEnds = at.AddMinutes(10),
            RefreshToken = "canary-refresh",
            IdToken = "canary-id",
        });
        then?.Invoke(Sessions(history));
        return session.Record;
    }

    private Task<RunningHistory> StartAsync(IDataProtectionProvider keys) => RunningHistory.StartAsync(
        Options, Ct, services => services.AddSingleton(keys).AddSessionStore(new()));

    private static SessionRegistry Sessions(RunningHistory history) => history.Services.GetRequiredService<SessionRegistry>();

    private static async Task<List<StoredSession>> RowsAsync(RunningHistory history)
    {
        await using var context = await history.Services.GetRequiredService<HistoryRoom<SessionContext>>().OpenAsync(Ct);
        return await context.Sessions.AsNoTracking().ToListAsync(Ct);
    }
}

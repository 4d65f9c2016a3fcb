using Rtm.Console.Telemetry;

namespace Rtm.Console.Security;

/// <summary>
/// Asks the provider about a session now and then: a role or an account that was taken away counts within a minute. While the provider is silent,
/// sessions go on to their limits.
/// </summary>
internal sealed class SessionCheck(
    SessionRegistry sessions, SessionLimits options, ProviderClient provider, TimeProvider time, ILogger<SessionCheck> logger)
{
    private static readonly TimeSpan Brief = TimeSpan.FromSeconds(2);

    /// <summary>Before a request goes on. A provider that hangs holds nobody up for longer than this; what it says counts when it comes.</summary>
    public async Task RunIfDueBrieflyAsync(Session session, CancellationToken ct)
    {
        if (!IsDue(session))
            return;

        try
        {
            await RunIfDueAsync(session, CancellationToken.None).WaitAsync(Brief, time, ct);
        }
        catch (TimeoutException)
        {
            // It runs on, and ends the session if it has to.
        }
    }

    public async Task RunIfDueAsync(Session session, CancellationToken ct)
    {
        if (!IsDue(session))
            return;

        await session.Checking.WaitAsync(ct);
        try
        {
            if (IsDue(session) && session.End is null)
                await RunAsync(session, ct);
        }
        finally
        {
            session.Checking.Release();
        }
    }

    private bool IsDue(Session session) => time.GetUtcNow() - session.CheckedAt >= options.CheckInterval;

    private async Task RunAsync(Session session, CancellationToken ct)
    {
        var before = session.Record;
        try
        {
            var after = await provider.AskAsync(before, renewed => Keep(session, renewed), ct);
            session.CheckedAt = time.GetUtcNow();
            Apply(session, before, after);
        }
        catch (SessionRevokedException e)
        {
            Log.SessionRevoked(logger, session.Id, e.Message);
            sessions.EndOne(session, e.End);
        }
        // Whatever a provider answers: it must cost neither this person their session nor the others the watch over theirs.
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            session.CheckedAt = time.GetUtcNow();
            Log.SessionNotChecked(logger, session.Id, e.GetBaseException().Message.ReplaceLineEndings(" "));
        }
    }

    private void Apply(Session session, SessionRecord before, SessionRecord after)
    {
        var changed = !before.Roles.SequenceEqual(after.Roles);
        Keep(session, after, tell: changed);
        if (changed)
        {
            Log.RolesChanged(logger, session.Id, string.Join(' ', before.Roles), string.Join(' ', after.Roles));
            if (after.Roles.Count == 0)
                session.Disconnect();
        }
    }

    private void Keep(Session session, SessionRecord record, bool tell = false)
    {
        var before = session.Record;
        session.Update(now => record with { LastAct = now.LastAct, ProvedAt = now.ProvedAt }, tell);
        if (!before.Roles.SequenceEqual(record.Roles) || before.AccessToken != record.AccessToken || before.IdToken != record.IdToken
            || before.RefreshInDoubt != record.RefreshInDoubt)
            sessions.Save(session);
    }
}

/// <summary>Ends sessions at their limits and checks those with an open page, whether or not it asks for anything.</summary>
internal sealed class SessionWatch(SessionRegistry sessions, SessionCheck check, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);

    // A slow provider must not be asked by everybody at once.
    private const int AtOnce = 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Beat, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var open = sessions.Live.Where(sessions.IsLive).Where(session => session.OpenConnections > 0);
            await Parallel.ForEachAsync(
                open, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, async (session, ct) => await check.RunIfDueAsync(session, ct));
            sessions.Forget();
        }
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Rtm.Console.History;
using Log = Rtm.Console.Telemetry.Log;

namespace Rtm.Console.Security;

/// <summary>
/// Keeps sessions over a restart, encrypted, in the console's database. Memory is what counts while it runs: a database that is down costs nobody
/// their sign-in, it is said in the log, and the sessions are written when it is back.
/// </summary>
internal sealed class SessionKeeper(
    SessionRegistry sessions, HistoryRoom<SessionContext> room, HistoryDatabase database, IDataProtectionProvider protection, SessionLimits limits, TimeProvider time,
    ILogger<SessionKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    // Each session is its own purpose: a row can't be put under another's id.
    private readonly IDataProtector _protector = protection.CreateProtector("Rtm.Console.Sessions.v1");

    private readonly HashSet<Session> _waiting = [];

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(LoadAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        sessions.Unsaved.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        Take();
        // The acts of the last minutes too, so that nobody is idle for having been restarted.
        _waiting.UnionWith(sessions.Live);
        await TryAsync(WriteAsync, CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await sessions.Unsaved.Reader.WaitToReadAsync(stoppingToken))
        {
            Take();
            while (!await TryAsync(WriteAsync, stoppingToken))
                await Task.Delay(RetryAfter, time, stoppingToken);

            _waiting.Clear();
        }
    }

    private void Take()
    {
        while (sessions.Unsaved.Reader.TryRead(out var session))
            _waiting.Add(session);
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> act, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        try
        {
            // The driver of SQLite works on the thread that calls it.
            await Task.Run(() => act(either.Token), either.Token);
            return true;
        }
        catch (Exception e) when (HistoryDatabase.IsFailure(e))
        {
            Log.SessionsNotKept(logger, database.Explain(e));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            Log.SessionsNotKept(logger, $"The history ({database.Description}) did not answer within {Patience.TotalSeconds} s.");
        }

        return false;
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        await using var context = await room.OpenAsync(ct);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        await context.Sessions.Where(row => row.Ends < now).ExecuteDeleteAsync(ct);
        foreach (var row in await context.Sessions.AsNoTracking().ToListAsync(ct))
        {
            if (Open(row) is { } record)
                sessions.Restore(record);
        }
    }

    private async Task WriteAsync(CancellationToken ct)
    {
        if (_waiting.Count == 0)
            return;

        await using var context = await room.OpenAsync(ct);
        foreach (var session in _waiting)
        {
            if (session.End is null && await context.Sessions.FindAsync([session.Id], ct) is var row)
            {
                var (data, ends) = (Close(session.Record), (session.Record.SignedInAt + limits.Absolute).ToUnixTimeSeconds());
                if (row is null)
                    context.Sessions.Add(new StoredSession { Id = session.Id, Data = data, Ends = ends });
                else
                    (row.Data, row.Ends) = (data, ends);
            }
            else
            {
                await context.Sessions.Where(stored => stored.Id == session.Id).ExecuteDeleteAsync(ct);
            }
        }

        await context.SaveChangesAsync(ct);
    }

    private byte[] Close(SessionRecord record) => _protector.CreateProtector(record.Id).Protect(JsonSerializer.SerializeToUtf8Bytes(record));

    private SessionRecord? Open(StoredSession row)
    {
        try
        {
            return JsonSerializer.Deserialize<SessionRecord>(_protector.CreateProtector(row.Id).Unprotect(row.Data)) is { } record && record.Id == row.Id ? record : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Written under keys that are gone: the person signs in again.
            Log.SessionUnreadable(logger, row.Id);
            return null;
        }
    }
}

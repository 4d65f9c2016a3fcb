using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace Rtm.Console.Security;

/// <summary>All sessions of this console.</summary>
public sealed class SessionRegistry(SessionLimits options, TimeProvider time)
{
    // Long enough for a page to ask why it was cut.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    /// <summary>More browsers nobody has; who has an account, even one without a role, must not fill the memory with sessions.</summary>
    internal const int MostPerPerson = 100;

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Sessions whose stored form is out of date.</summary>
    internal Channel<Session> Unsaved { get; } = Channel.CreateUnbounded<Session>(new() { SingleReader = true });

    public IReadOnlyList<Session> Live => [.. _sessions.Values.Where(session => session.End is null).OrderBy(session => session.Record.SignedInAt)];

    /// <summary>A new session under a new key, which is all that the browser gets. An old key never becomes somebody else's.</summary>
    internal (Session Session, string Key) Start(SessionRecord record)
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var session = new Session(record with { Id = IdOf(key) }, time);
        _sessions[session.Id] = session;
        Unsaved.Writer.TryWrite(session);
        foreach (var surplus in Live.Where(other => other.Subject == session.Subject && other != session).OrderByDescending(other => other.Record.LastAct).Skip(MostPerPerson - 1))
            EndOne(surplus, SessionEnd.SignedOut);

        return (session, key);
    }

    internal void Restore(SessionRecord record) => _sessions.TryAdd(record.Id, new Session(record, time));

    /// <summary>The session of a key, ended ones too for a while; null for a key that means nothing.</summary>
    internal Session? OfKey(string? key) => key is null ? null : Find(IdOf(key));

    public Session? Find(string id) => _sessions.GetValueOrDefault(id);

    /// <summary>The session of a person, live or ended; null for programs, which have none.</summary>
    public Session? Of(ClaimsPrincipal? person) => person?.FindFirstValue(SessionPrincipal.Session) is { } id ? Find(id) : null;

    /// <summary>Whether it lives at this moment; one that is due ends by being asked.</summary>
    internal bool IsLive(Session session)
    {
        if (session.End is null && session.Due(options) is { } reason)
            EndOne(session, reason);

        return session.End is null;
    }

    public bool EndOne(Session session, SessionEnd reason)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (!session.TryEnd(reason))
            return false;

        Unsaved.Writer.TryWrite(session);
        return true;
    }

    /// <summary>What its person proved anew; never in the midst of a look at the provider, which would put back what was before.</summary>
    internal async Task RenewAsync(Session session, Func<SessionRecord, SessionRecord> change, CancellationToken ct)
    {
        await session.Checking.WaitAsync(ct);
        try
        {
            session.Update(change);
            if (session.Roles.Count == 0)
                session.Disconnect();
        }
        finally
        {
            session.Checking.Release();
        }

        Save(session);
    }

    internal void Save(Session session) => Unsaved.Writer.TryWrite(session);

    internal void Forget()
    {
        foreach (var (id, session) in _sessions)
        {
            if (session.EndedAt is { } at && time.GetUtcNow() - at > Remembered)
                _sessions.TryRemove(id, out _);
        }
    }

    private static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)))[..32];
}

using System.Security.Claims;

namespace Rtm.Console.Security;

/// <summary>Why a session ended; the person is told in these terms.</summary>
public enum SessionEnd
{
    SignedOut,
    Revoked,

    /// <summary>It could not be renewed, because the provider's answer got lost; nobody took anything away.</summary>
    NotRenewed,
    EndedByAdmin,
    Idle,
    TooOld,
}

/// <summary>
/// One person signed in by one browser. It lives on the server: the cookie holds a key to it, every page, request and hub call asks it, and
/// what it says counts from that moment on.
/// </summary>
public sealed class Session(SessionRecord record, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Action> _connections = [];
    private SessionRecord _record = record;
    private SessionEnd? _end;

    /// <summary>After roles changed and after the end; never under a lock.</summary>
    public event Action? Changed;

    public string Id => Record.Id;

    public string Subject => Record.Subject;

    public string Name => Record.Name;

    public IReadOnlyList<string> Roles => Record.Roles;

    public SessionEnd? End
    {
        get
        {
            lock (_lock)
                return _end;
        }
    }

    /// <summary>When it ended, or will by its age.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public int OpenConnections
    {
        get
        {
            lock (_lock)
                return _connections.Count;
        }
    }

    public SessionRecord Record
    {
        get
        {
            lock (_lock)
                return _record;
        }
    }

    /// <summary>When the provider was asked last.</summary>
    internal DateTimeOffset CheckedAt { get; set; } = time.GetUtcNow();

    internal SemaphoreSlim Checking { get; } = new(1);

    /// <summary>What pages, endpoints and hubs see of it now.</summary>
    public ClaimsPrincipal Principal => SessionPrincipal.Of(this);

    public void Act() => Update(record => record with { LastAct = time.GetUtcNow() }, tell: false);

    internal void Update(Func<SessionRecord, SessionRecord> change, bool tell = true)
    {
        lock (_lock)
            _record = change(_record);

        if (tell)
            Changed?.Invoke();
    }

    /// <summary>The reason by which it must end now, if any.</summary>
    internal SessionEnd? Due(SessionLimits options)
    {
        var (now, record) = (time.GetUtcNow(), Record);
        return now - record.SignedInAt >= options.Absolute ? SessionEnd.TooOld : now - record.LastAct >= options.Idle ? SessionEnd.Idle : null;
    }

    /// <summary>Ends it and cuts every connection that hangs on it; false where it had ended before.</summary>
    internal bool TryEnd(SessionEnd reason)
    {
        Action[] connections;
        lock (_lock)
        {
            if (_end is not null)
                return false;

            _end = reason;
            EndedAt = time.GetUtcNow();
            connections = [.. _connections.Values];
            _connections.Clear();
        }

        Changed?.Invoke();
        foreach (var abort in connections)
            abort();

        return true;
    }

    /// <summary>Cuts the connections of a person who may no longer see anything; the session itself goes on.</summary>
    internal void Disconnect()
    {
        Action[] connections;
        lock (_lock)
            connections = [.. _connections.Values];

        foreach (var abort in connections)
            abort();
    }

    /// <returns>False where the session has ended: the connection must not be opened.</returns>
    internal bool TryAttach(string connectionId, Action abort)
    {
        lock (_lock)
        {
            if (_end is not null)
                return false;

            _connections[connectionId] = abort;
            return true;
        }
    }

    internal void Detach(string connectionId)
    {
        lock (_lock)
            _connections.Remove(connectionId);
    }
}

/// <summary>What of a session survives a restart, encrypted: it holds the provider's tokens.</summary>
public sealed record SessionRecord
{
    /// <summary>Names it to admins and in the log; nobody gets in with it.</summary>
    public required string Id { get; init; }

    public required string Subject { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The visitor's address at sign-in.</summary>
    public required string From { get; init; }

    public required DateTimeOffset SignedInAt { get; init; }

    public required DateTimeOffset LastAct { get; init; }

    /// <summary>When the person last proved who they are, by the provider's word; null where it does not say.</summary>
    public DateTimeOffset? ProvedAt { get; init; }

    /// <summary>The provider's own name of its session (sid).</summary>
    public string? ProviderSession { get; init; }

    /// <summary>Whether userinfo has the role claim; else only a new id token can tell of a change.</summary>
    public bool RolesInUserInfo { get; init; }

    public string? AccessToken { get; init; }

    public DateTimeOffset? AccessTokenEnds { get; init; }

    public string? RefreshToken { get; init; }

    /// <summary>The refresh token was sent and no answer came: it may have been spent.</summary>
    public bool RefreshInDoubt { get; init; }

    public string? IdToken { get; init; }

    // A record would print its tokens.
    public override string ToString() => $"session {Id}";
}

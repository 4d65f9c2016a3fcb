using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Rtm.Console.Security;

/// <summary>
/// What an open page knows of its viewer: it follows the session, so that a role that was given or taken shows at once and nothing on the page is lost. When
/// the session ends the page is not taken away either: its connection is cut, and what stands on it stays to be read.
/// </summary>
internal sealed class SessionAuthenticationState : ServerAuthenticationStateProvider, IDisposable
{
    private readonly SessionRegistry _sessions;
    private Session? _session;
    private string? _subject;

    public SessionAuthenticationState(SessionRegistry sessions)
    {
        _sessions = sessions;
        AuthenticationStateChanged += OnSet;
    }

    public void Dispose()
    {
        AuthenticationStateChanged -= OnSet;
        Follow(null);
    }

    // At the start of the page, after each reconnect (perhaps with another session), and by ourselves.
    private async void OnSet(Task<AuthenticationState> state)
    {
        var session = _sessions.Of((await state).User);
        if (session is null || session == _session)
            return;

        _subject ??= session.Subject;
        if (session.Subject == _subject)
            Follow(session);
        else
            // The same browser, another person: nothing of this page is for them.
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new())));
    }

    private void Follow(Session? session)
    {
        if (_session is not null)
            _session.Changed -= OnChanged;

        _session = session;
        if (session is not null)
            session.Changed += OnChanged;
    }

    private void OnChanged()
    {
        // A page whose viewer has no role any more would be taken away: it is cut off as it stands.
        if (_session is { End: null, Roles.Count: > 0 } session)
            SetAuthenticationState(Task.FromResult(new AuthenticationState(session.Principal)));
    }
}

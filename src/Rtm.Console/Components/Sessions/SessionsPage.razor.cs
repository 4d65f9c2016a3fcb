using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Rtm.Console.Components.Common;
using Rtm.Console.Security;

namespace Rtm.Console.Components.Sessions;

/// <summary>Who is in, since when, from where; an admin ends a session. The right to is asked at the act, not at the page.</summary>
public sealed partial class SessionsPage
{
    private IReadOnlyList<Session> _sessions = [];
    private string? _own;
    private string? _fault;

    [CascadingParameter] private Task<AuthenticationState> State { get; set; } = default!;

    [CascadingParameter] private PageClock Clock { get; set; } = default!;

    [Inject] private SessionRegistry Sessions { get; set; } = default!;

    [Inject] private ISessionAudit Audit { get; set; } = default!;

    [Inject] private IAuthorizationService Authorization { get; set; } = default!;

    [Inject] private ILogger<SessionsPage> Logger { get; set; } = default!;

    public void Dispose() => Clock.Ticked -= Look;

    protected override async Task OnInitializedAsync()
    {
        _sessions = Sessions.Live;
        Clock.Ticked += Look;
        _own = Sessions.Of((await State).User)?.Id;
    }

    private void Look()
    {
        _sessions = Sessions.Live;
        StateHasChanged();
    }

    private async Task EndAsync(Session session)
    {
        var admin = (await State).User;
        var allowed = (await Authorization.AuthorizeAsync(admin, Policies.Admin)).Succeeded;
        try
        {
            await Audit.RecordAsync(admin, session, allowed, CancellationToken.None);
        }
        catch (SessionEndNotRecordedException error)
        {
            _fault = error.Message;
            return;
        }

        _fault = allowed ? null : "Nothing was done: you are no longer an admin.";
        if (!allowed)
            return;

        if (Sessions.EndOne(session, SessionEnd.EndedByAdmin))
            ComponentLog.SessionEndedByAdmin(Logger, session.Id, SafeText.Of(session.Subject, 100), SafeText.Of(Sessions.Of(admin)?.Subject, 100));

        Look();
    }
}

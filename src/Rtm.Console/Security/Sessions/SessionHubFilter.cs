using Microsoft.AspNetCore.SignalR;
using Rtm.Console.Configuration;
using Rtm.Console.Telemetry;

namespace Rtm.Console.Security;

/// <summary>
/// Stands before every call over every WebSocket, those of open pages too: it asks the live session, tells an act of a person from
/// a page's own traffic, cuts the connection when the session ends, and counts the pages a person has open.
/// </summary>
internal sealed class SessionHubFilter(SessionRegistry sessions, DoorOptions door, ILogger<SessionHubFilter> logger) : IHubFilter
{
    // Names in Blazor's own hub, which is not public.
    private const string PageHub = "ComponentHub";
    private const string CallFromPage = "BeginInvokeDotNetFromJS";
    private const string BrowserEvent = "DispatchEventAsync";
    private const string Navigation = "OnLocationChanged";

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        if (sessions.Of(context.Context.User) is { } session)
        {
            if (context.Hub.GetType().Name == PageHub && OpenPagesOf(session) >= door.Limits.PagesPerUser)
            {
                Log.TooManyPages(logger, session.Id, door.Limits.PagesPerUser);
                context.Context.Abort();
                return;
            }

            if (!session.TryAttach(context.Context.ConnectionId, context.Context.Abort))
            {
                context.Context.Abort();
                return;
            }
        }

        await next(context);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        sessions.Of(context.Context.User)?.Detach(context.Context.ConnectionId);
        await next(context, exception);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var caller = invocationContext.Context;
        if (caller.User?.HasClaim(claim => claim.Type == SessionPrincipal.Session) == true)
        {
            // Forgotten is ended, too.
            if (sessions.Of(caller.User) is not { } session || !sessions.IsLive(session) || session.Roles.Count == 0)
            {
                caller.Abort();
                throw new HubException("The session has ended.");
            }

            if (IsAct(invocationContext))
                session.Act();
        }

        return await next(invocationContext);
    }

    private int OpenPagesOf(Session session) => sessions.Live.Where(other => other.Subject == session.Subject).Sum(other => other.OpenConnections);

    private static bool IsAct(HubInvocationContext call) =>
        call.HubMethodName == Navigation
        || (call.HubMethodName == CallFromPage && call.HubMethodArguments is [_, _, BrowserEvent, ..])
        || call.Hub.GetType().Name != PageHub;
}

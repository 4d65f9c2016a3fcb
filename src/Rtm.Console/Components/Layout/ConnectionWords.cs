using MudBlazor;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Layout;

/// <summary>A connection state in words, a shape and a colour class. The phase is announced when it changes; the detail ticks.</summary>
internal readonly record struct ConnectionWords(string Phase, string Detail, string Icon, string Css)
{
    public static ConnectionWords Of(BoardSnapshot board, DateTimeOffset now)
    {
        var connection = board.Connection;
        var waited = TimeWords.Duration(now - connection.Since);
        var next = connection.NextTry is { } at && at > now ? $", next try in {Math.Ceiling((at - now).TotalSeconds)} s" : ", trying now";
        return connection.Phase switch
        {
            ConnectionPhase.Live => new("Live", "", Icons.Material.Filled.CheckCircle, "sev-ok"),
            ConnectionPhase.Unfollowed when board.AsOf is { } asOf =>
                new("No events", $" · list as of {TimeWords.Clock(asOf)}{next}", Icons.Material.Filled.SyncProblem, "sev-attention"),
            ConnectionPhase.Reconnecting => new("Reconnecting", $" for {waited}{next}", Icons.Material.Filled.Sync, "sev-attention"),
            ConnectionPhase.Stale when board.AsOf is { } asOf =>
                new("Stale", $" as of {TimeWords.Clock(asOf)}{next}", Icons.Material.Filled.History, "sev-failed"),
            _ when connection.Reason is not null => new("Not reachable", $" for {waited}{next}", Icons.Material.Filled.CloudOff, "sev-failed"),
            _ => new("Connecting", "…", Icons.Material.Filled.Sync, "sev-neutral"),
        };
    }
}

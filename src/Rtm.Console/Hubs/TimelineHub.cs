using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Rtm.Console.Security;

namespace Rtm.Console.Hubs;

/// <summary>The live timeline for programs outside (docs/timeline-hub.md). Pages of the console read the relay in process instead.</summary>
[Authorize(Policies.Viewer)]
internal sealed class TimelineHub(TimelineStreams streams) : Hub
{
    public const string Path = "/hubs/timeline";

    internal const int MostStreams = 4;

    private static readonly object OpenStreams = new();

    public override Task OnConnectedAsync()
    {
        Context.Items[OpenStreams] = new StrongBox<int>();
        return base.OnConnectedAsync();
    }

    /// <summary>Rows of the timeline as they come: the newest in memory first, or what followed a cursor. At least once; ids tell what came before.</summary>
    /// <param name="filter">Which rows; null for all of the scope.</param>
    /// <param name="cursor">The last batch's <see cref="TimelineBatch.Cursor"/>; null to begin with what is in memory.</param>
    /// <param name="cancellationToken">Given by SignalR when the client ends the stream or goes.</param>
    /// <exception cref="HubException">The message says what is wrong and what to do.</exception>
    public async IAsyncEnumerable<TimelineBatch> Subscribe(
        TimelineHubFilter? filter, string? cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = streams.ReadAsync((filter ?? new()).Checked(streams.Engines), TimelineCursor.Parse(cursor), cancellationToken);
        var open = (StrongBox<int>)Context.Items[OpenStreams]!;
        try
        {
            if (Interlocked.Increment(ref open.Value) > MostStreams)
                throw new HubException($"One connection has at most {MostStreams} streams; end one first.");
            await foreach (var batch in rows)
                yield return batch;
        }
        finally
        {
            Interlocked.Decrement(ref open.Value);
        }
    }
}

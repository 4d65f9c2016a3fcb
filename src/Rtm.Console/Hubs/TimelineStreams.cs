using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Rtm.Console.Relay;

namespace Rtm.Console.Hubs;

/// <summary>The timelines of all engines as one stream. What a subscriber is too slow for waits in the history, not in memory.</summary>
internal sealed class TimelineStreams(BoardDirectory directory, ScopedArchive archive, TimeProvider clock)
{
    private const int Waiting = 16;
    private const int MostRows = 256;

    /// <summary>How old a cursor may get while no row matches.</summary>
    private static readonly TimeSpan CursorAge = TimeSpan.FromSeconds(30);

    public IReadOnlyList<string> Engines { get; } = [.. directory.Timelines.Select(timeline => timeline.Engine)];

    public async IAsyncEnumerable<TimelineBatch> ReadAsync(TimelineFilter filter, TimelineCursor cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var followed = Channel.CreateBounded<FollowedRows>(new BoundedChannelOptions(Waiting) { SingleReader = true });
        var followers = Begin(filter, cursor, followed.Writer, stop.Token);
        try
        {
            var told = clock.GetTimestamp();
            await foreach (var first in followed.Reader.ReadAllAsync(ct))
            {
                var rows = first.Rows.ToList();
                cursor = cursor.With(first.Engine, first.Position);
                // The first goes out at once; what has come meanwhile goes with it.
                while (rows.Count < MostRows && followed.Reader.TryRead(out var next))
                {
                    rows.AddRange(next.Rows);
                    cursor = cursor.With(next.Engine, next.Position);
                }

                if (rows.Count == 0 && clock.GetElapsedTime(told) < CursorAge)
                    continue;
                told = clock.GetTimestamp();
                yield return new(rows, cursor.ToString());
            }
        }
        finally
        {
            await stop.CancelAsync();
            await followers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task Begin(TimelineFilter filter, TimelineCursor cursor, ChannelWriter<FollowedRows> followed, CancellationToken ct)
    {
        var now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var wanted = directory.Timelines.Where(timeline => filter.Engines.Count == 0 || filter.Engines.Contains(timeline.Engine));
        return Task.WhenAll(wanted.Select(async timeline =>
        {
            var follower = new EngineFollower(timeline, archive, filter, followed.WriteAsync, clock);
            try
            {
                await follower.RunAsync(cursor.Sequences.TryGetValue(timeline.Engine, out var after) ? after : null, now, ct);
            }
#pragma warning disable CA1031 // Not swallowed: the subscriber gets it, and its stream ends.
            catch (Exception ex)
#pragma warning restore CA1031
            {
                followed.TryComplete(ex);
            }
        }));
    }
}

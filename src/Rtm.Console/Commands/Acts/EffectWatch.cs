using System.Threading.Channels;
using Rtm.Console.Relay;

namespace Rtm.Console.Commands;

/// <summary>What shows that a command had its effect.</summary>
/// <param name="Events">The engine's events that prove it.</param>
/// <param name="Shown">Whether the board shows it; for when an event was lost.</param>
internal sealed record Effect(IReadOnlyList<string> Events, Func<BoardContainer?, bool> Shown);

/// <summary>Waits for the effect of a command on the read street. A yes of the engine is no proof.</summary>
internal sealed class EffectWatch(EngineBoard board, EngineTimeline timeline, TimeProvider clock)
{
    private readonly long _begun = timeline.Current.Rows.LastOrDefault()?.Sequence ?? 0;

    /// <summary>The engine's events on the containers since the watch began.</summary>
    public IReadOnlyList<TimelineEvent> EventsOf(params string[] containerIds) =>
        [.. timeline.Current.Rows.Reverse().TakeWhile(r => r.Sequence > _begun).OfType<TimelineEvent>().Where(e => containerIds.Contains(e.ContainerId)).Reverse()];

    /// <summary>Whether the effect was seen within the deadline.</summary>
    public async Task<bool> SeenAsync(string containerId, Effect effect, TimeSpan deadline, CancellationToken ct)
    {
        // A list that is asked for from now on is later than the act.
        var listsBefore = board.ListsAsked;
        using var rows = timeline.Subscribe();
        using var states = board.Subscribe();
        using var limit = new CancellationTokenSource(deadline, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var pumps = Task.WhenAll(
            PumpAsync(rows.ReadAllAsync(both.Token), changed.Writer, both.Token),
            PumpAsync(states.ReadAllAsync(both.Token), changed.Writer, both.Token));
        try
        {
            // Without events only another list can show it.
            if (board.Current.Connection.Phase == ConnectionPhase.Unfollowed)
                board.RetryNow();
            while (!IsSeen(containerId, effect, listsBefore))
                await changed.Reader.ReadAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return IsSeen(containerId, effect, listsBefore);
        }
        finally
        {
            await both.CancelAsync();
            await pumps.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task PumpAsync<T>(IAsyncEnumerable<T> changes, ChannelWriter<bool> changed, CancellationToken ct)
    {
        await foreach (var _ in changes.WithCancellation(ct))
            changed.TryWrite(true);
    }

    private bool IsSeen(string containerId, Effect effect, long listsBefore)
    {
        if (EventsOf(containerId).Any(e => effect.Events.Contains(e.Action)))
            return true;
        var shown = board.Current;
        var counts = shown.Connection.Phase == ConnectionPhase.Live || (shown.Connection.Phase == ConnectionPhase.Unfollowed && shown.List > listsBefore);
        return counts && effect.Shown(shown.Containers.GetValueOrDefault(containerId));
    }
}

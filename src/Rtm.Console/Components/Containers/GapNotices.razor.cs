using Microsoft.AspNetCore.Components;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Containers;

/// <summary>Says which events were lost, until the operator has read it.</summary>
public sealed partial class GapNotices : ComponentBase, IAsyncDisposable
{
    private const int MostGaps = 3;

    private const int MostDifferences = 10;

    private readonly CancellationTokenSource _stop = new();
    private TimelineSnapshot[] _snapshots = [];
    private Task _loops = Task.CompletedTask;

    [Inject] private BoardDirectory Directory { get; set; } = default!;

    [Inject] private DismissedGaps Dismissed { get; set; } = default!;

    private IEnumerable<TimelineGap> Shown =>
        _snapshots.SelectMany(s => s.Gaps).Where(gap => !Dismissed.Contains(gap)).OrderByDescending(gap => gap.To).Take(MostGaps);

    private ContainerDifference[] DifferencesOf(TimelineGap gap) =>
        [.. _snapshots.Where(s => s.Engine == gap.Engine).SelectMany(s => s.Rows).OfType<TimelineDifference>()
            .Where(d => d.Gap == gap.Sequence).Select(d => d.Difference).Take(MostDifferences)];

    protected override void OnInitialized()
    {
        var subscriptions = Directory.Timelines.Select(t => t.Subscribe()).ToArray();
        _snapshots = [.. subscriptions.Select(s => s.Snapshot)];
        _loops = Task.WhenAll(subscriptions.Select(FollowAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
    }

    private async Task FollowAsync(TimelineSubscription subscription, int index)
    {
        using (subscription)
        {
            await foreach (var change in subscription.ReadAllAsync(_stop.Token))
            {
                var isNews = change.Snapshot.Gaps != _snapshots[index].Gaps;
                _snapshots[index] = change.Snapshot;
                // Events come by the hundred; only a gap is drawn here.
                if (isNews)
                    StateHasChanged();
            }
        }
    }
}

using Microsoft.AspNetCore.Components;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>Follows the timelines for a component that draws them: one render for a batch of changes, and a tick a second.</summary>
public abstract class TimelineComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly BatchPace _pace = new();
    private TimelineSnapshot[] _snapshots = [];
    private int _changes;
    private Task _loops = Task.CompletedTask;

    [Inject] protected BoardDirectory Directory { get; set; } = default!;

    [Inject] protected TimeProvider Time { get; set; } = default!;

    [CascadingParameter] public required PageClock Clock { get; set; }

    protected IReadOnlyList<TimelineSnapshot> Snapshots => _snapshots;

    /// <summary>Ends with the component.</summary>
    protected CancellationToken Gone => _stop.Token;

    protected override void OnInitialized()
    {
        var subscriptions = Directory.Timelines.Select(t => t.Subscribe()).ToArray();
        _snapshots = [.. subscriptions.Select(s => s.Snapshot)];
        Clock.Ticked += OnTick;
        _loops = Task.WhenAll([DrawAsync(), .. subscriptions.Select(FollowAsync)]);
    }

    /// <summary>Called on the renderer's context for each batch; a draw follows where it says so.</summary>
    protected abstract bool OnRows();

    protected abstract void OnTick();

    /// <summary>For work that nobody waits for: its fault is the page's.</summary>
    protected async Task RunAsync(Func<Task> work)
    {
        try
        {
            await InvokeAsync(work);
        }
        catch (Exception ex) when (ex is not ObjectDisposedException)
        {
            await DispatchExceptionAsync(ex);
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        Clock.Ticked -= OnTick;
        await _stop.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
        _changed.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task FollowAsync(TimelineSubscription subscription, int index)
    {
        try
        {
            using (subscription)
            {
                await foreach (var change in subscription.ReadAllAsync(Gone))
                {
                    _snapshots[index] = change.Snapshot;
                    _changes++;
                    if (_changed.CurrentCount == 0)
                        _changed.Release();
                }
            }
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            await DispatchExceptionAsync(ex);
        }
    }

    private async Task DrawAsync()
    {
        try
        {
            while (true)
            {
                await _changed.WaitAsync(Gone);
                var changes = _changes;
                _changes = 0;
                if (OnRows())
                    StateHasChanged();
                await Task.Delay(_pace.Next(changes, Time.GetUtcNow()), Time, Gone);
            }
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            await DispatchExceptionAsync(ex);
        }
    }
}

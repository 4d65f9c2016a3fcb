using System.Threading.Channels;
using Microsoft.AspNetCore.Components;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>Follows the timelines for a component that draws them: one render for a batch of changes, and a tick a second.</summary>
public abstract class TimelineComponent : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly BatchPace _pace = new();
    private TimelineSnapshot[] _snapshots = [];
    private TaskCompletionSource _shown = new();
    private int _changes;
    private Task _loops = Task.CompletedTask;

    [Inject] protected BoardDirectory Directory { get; set; } = default!;

    [Inject] protected TimeProvider Time { get; set; } = default!;

    [CascadingParameter] public required PageClock Clock { get; set; }

    /// <summary>The newest of each engine, as they are now.</summary>
    protected IReadOnlyList<TimelineSnapshot> TakeSnapshots()
    {
        lock (_snapshots)
            return [.. _snapshots];
    }

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
        GC.SuppressFinalize(this);
    }

    /// <summary>The browser has drawn.</summary>
    protected override void OnAfterRender(bool firstRender) => _shown.TrySetResult();

    // Not on the renderer's context: most changes need no more of it than a new snapshot.
    private async Task FollowAsync(TimelineSubscription subscription, int index)
    {
        try
        {
            using (subscription)
            {
                await foreach (var change in subscription.ReadAllAsync(Gone).ConfigureAwait(false))
                {
                    lock (_snapshots)
                        _snapshots[index] = change.Snapshot;
                    Interlocked.Increment(ref _changes);
                    _changed.Writer.TryWrite(true);
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
                await _changed.Reader.ReadAsync(Gone);
                var changes = Interlocked.Exchange(ref _changes, 0);
                var shown = Task.CompletedTask;
                if (OnRows())
                {
                    _shown = new();
                    shown = _shown.Task;
                    StateHasChanged();
                }

                await Task.Delay(_pace.Next(changes, Time.GetUtcNow()), Time, Gone);
                // A browser, a line or a console that can't keep up gets fewer draws, not a queue of them.
                await shown.WaitAsync(Gone);
            }
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            await DispatchExceptionAsync(ex);
        }
    }
}

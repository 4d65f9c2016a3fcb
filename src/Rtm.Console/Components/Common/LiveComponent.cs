using Microsoft.AspNetCore.Components;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Common;

/// <summary>A component that follows what changes by itself: one render for a batch of changes.</summary>
public abstract class LiveComponent : ComponentBase, IAsyncDisposable
{
    /// <summary>The first change is drawn at once; those that follow within this window are drawn together.</summary>
    internal static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly List<Task> _loops = [];

    [Inject] protected TimeProvider Time { get; set; } = default!;

    /// <summary>Ends with the component.</summary>
    protected CancellationToken Gone => _stop.Token;

    /// <summary>Takes each change of a source until the component goes; a draw follows.</summary>
    private protected void Follow<TSnapshot, TChange>(RelaySubscription<TSnapshot, TChange> subscription, Action<TChange> take)
    {
        if (_loops.Count == 0)
            _loops.Add(DrawAsync());
        _loops.Add(FollowAsync(subscription, take));
    }

    /// <summary>Called on the renderer's context before each draw.</summary>
    protected virtual void OnChanged()
    {
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
        _changed.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task FollowAsync<TSnapshot, TChange>(RelaySubscription<TSnapshot, TChange> subscription, Action<TChange> take)
    {
        try
        {
            using (subscription)
            {
                await foreach (var change in subscription.ReadAllAsync(Gone))
                {
                    take(change);
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
                OnChanged();
                StateHasChanged();
                await Task.Delay(BatchWindow, Time, Gone);
            }
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            await DispatchExceptionAsync(ex);
        }
    }
}

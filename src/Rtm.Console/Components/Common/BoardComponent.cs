using Microsoft.AspNetCore.Components;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Common;

/// <summary>A component that shows the boards: the newest snapshot of each engine, and one render for a batch of changes.</summary>
public abstract class BoardComponent : ComponentBase, IAsyncDisposable
{
    /// <summary>The first change is drawn at once; those that follow within this window are drawn together.</summary>
    internal static readonly TimeSpan BatchWindow = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private BoardSnapshot[] _snapshots = [];
    private Task _loops = Task.CompletedTask;

    [Inject] protected BoardDirectory Directory { get; set; } = default!;

    [Inject] protected TimeProvider Time { get; set; } = default!;

    protected IReadOnlyList<BoardSnapshot> Snapshots => _snapshots;

    /// <summary>Ends with the component.</summary>
    protected CancellationToken Gone => _stop.Token;

    protected override void OnInitialized()
    {
        var subscriptions = Directory.Boards.Select(b => b.Subscribe()).ToArray();
        _snapshots = [.. subscriptions.Select(s => s.Snapshot)];
        OnBoardsChanged();
        _loops = Task.WhenAll([DrawAsync(), .. subscriptions.Select((s, i) => FollowAsync(s, i))]);
    }

    /// <summary>Called on the renderer's context before each draw.</summary>
    protected virtual void OnBoardsChanged()
    {
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
        _changed.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task FollowAsync(BoardSubscription subscription, int index)
    {
        try
        {
            using (subscription)
            {
                await foreach (var change in subscription.ReadAllAsync(Gone))
                {
                    _snapshots[index] = change.Snapshot;
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
                OnBoardsChanged();
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

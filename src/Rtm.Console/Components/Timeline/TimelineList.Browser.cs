using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Rtm.Console.Components.Timeline;

/// <summary>The browser's part: it says when the newest row goes out of sight, and when either end of the rows comes near.</summary>
public sealed partial class TimelineList
{
    private ElementReference _region;
    private ElementReference _top;
    private ElementReference _bottom;
    private IJSObjectReference? _module;
    private IJSObjectReference? _watch;
    private DotNetObjectReference<TimelineList>? _self;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        await AskBrowserAsync(async () =>
        {
            _module = await JS.InvokeAsync<IJSObjectReference>("import", Gone, "./Components/Timeline/TimelineList.razor.js");
            _watch = await _module.InvokeAsync<IJSObjectReference>("watch", Gone, _self, _region, _top, _bottom);
        });
    }

    /// <summary>Called by the browser: the top of the list came into sight or went out of it.</summary>
    [JSInvokable]
    public async Task TopSeen(bool isSeen)
    {
        Feed.IsScrolled = !isSeen;
        if (isSeen && Feed is { IsHeld: false, News: > 0 })
            await OpenAsync();
    }

    /// <summary>Called by the browser: the end of the list comes near. After a failure only the operator tries again.</summary>
    [JSInvokable]
    public Task BottomNear() => Feed.Failure is null && !Feed.IsLoading && !Feed.Window.IsEnd ? OlderAsync() : Task.CompletedTask;

    /// <summary>Called by the browser: the first row comes near, from below. Rows that were let go on the way down stand above it.</summary>
    [JSInvokable]
    public Task TopNear() => Feed is { Window.Above: not null, FailureAbove: null, IsLoading: false } ? AboveAsync() : Task.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await AskBrowserAsync(async () =>
        {
            if (_watch is not null)
            {
                await _watch.InvokeVoidAsync("stop");
                await _watch.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        });
        _self?.Dispose();
    }

    private Task WatchEndsAsync() => AskBrowserAsync(async () => await (_watch?.InvokeVoidAsync("again", Gone) ?? ValueTask.CompletedTask));

    private Task HoldStillAsync() => AskBrowserAsync(async () => await (_watch?.InvokeVoidAsync("hold", Gone) ?? ValueTask.CompletedTask));

    private Task ScrollUpAsync() => AskBrowserAsync(async () => await (_watch?.InvokeVoidAsync("toTop", Gone) ?? ValueTask.CompletedTask));

    // Without the browser's part there are still the buttons.
    private async Task AskBrowserAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (JSException ex)
        {
            ComponentLog.BrowserRefused(Logger, ex, "timeline");
        }
        catch (JSDisconnectedException ex)
        {
            ComponentLog.BrowserGone(Logger, ex, "timeline");
        }
        catch (OperationCanceledException)
        {
            // The component is gone, and what it asked with it.
        }
    }
}

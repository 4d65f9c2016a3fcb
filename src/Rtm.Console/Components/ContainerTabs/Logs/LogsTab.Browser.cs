using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>The browser's part: it keeps the newest line in sight and says which rows are looked at.</summary>
public sealed partial class LogsTab
{
    /// <summary>As logs.css draws a row that is not wrapped, in pixels.</summary>
    internal const int RowHeight = 20;

    private ElementReference _scroller;
    private DotNetObjectReference<LogsTab>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _browser;
    private (int Index, long Number)? _toShow;

    [Inject] private IJSRuntime JS { get; set; } = default!;

    [Inject] private ILogger<LogsTab> Logger { get; set; } = default!;

    /// <summary>Somebody scrolled away from the end.</summary>
    [JSInvokable]
    public void OnLeftEnd()
    {
        Hold();
        StateHasChanged();
    }

    /// <summary>Somebody looks at these rows.</summary>
    [JSInvokable]
    public void OnScrolled(int first, int seen)
    {
        if (_choice.Wrap || _paused is null || !_window.Misses(Math.Clamp(first, 0, Total), Math.Clamp(seen, 0, LogWindow.Rows), Total))
            return;
        _window = LogWindow.Around(Math.Clamp(first, 0, Total) + Math.Clamp(seen, 0, LogWindow.Rows) / 2, Total, LogWindow.Rows);
        StateHasChanged();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await AskBrowserAsync("follow", AttachAsync);
        if (_toShow is not { } row || _browser is null)
            return;
        _toShow = null;
        await AskBrowserAsync("show", () => _browser.InvokeVoidAsync("show", _gone.Token, row.Index, row.Number));
    }

    private async ValueTask AttachAsync()
    {
        _self = DotNetObjectReference.Create(this);
        _module = await JS.InvokeAsync<IJSObjectReference>("import", _gone.Token, "./Components/ContainerTabs/Logs/LogsTab.razor.js");
        if (_module is not null)
            _browser = await _module.InvokeAsync<IJSObjectReference>("attach", _gone.Token, _scroller, _self, RowHeight);
    }

    private async Task FollowInBrowserAsync(bool on)
    {
        if (_browser is { } browser)
            await AskBrowserAsync("follow", () => browser.InvokeVoidAsync("follow", _gone.Token, on));
    }

    private async Task DetachAsync()
    {
        _self?.Dispose();
        await AskBrowserAsync("detach", async () =>
        {
            if (_browser is not null)
            {
                await _browser.InvokeVoidAsync("detach");
                await _browser.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        });
    }

    // Without the browser's help the log is shown all the same.
    private async Task AskBrowserAsync(string part, Func<ValueTask> ask)
    {
        try
        {
            await ask();
        }
        catch (JSException ex)
        {
            ComponentLog.BrowserRefused(Logger, ex, part);
        }
        catch (Exception ex) when (ex is JSDisconnectedException or OperationCanceledException)
        {
            ComponentLog.BrowserGone(Logger, ex, part);
        }
    }
}

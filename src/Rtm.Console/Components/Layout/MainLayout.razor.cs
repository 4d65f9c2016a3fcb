using Microsoft.AspNetCore.Components;
using Rtm.Console.Components.Common;

namespace Rtm.Console.Components.Layout;

/// <summary>The frame of every page. It owns the one clock that makes relative times tick.</summary>
public sealed partial class MainLayout : LayoutComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PageClock _clock = default!;
    private Task _ticking = Task.CompletedTask;
    private ElementReference _main;
    private PageBoundary? _boundary;
    private bool _drawer = true;
    private bool _dark;

    [Inject] private TimeProvider Time { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    // The containers are the home page, too.
    private bool AtHome => new Uri(Navigation.Uri).AbsolutePath == "/";

    protected override void OnInitialized()
    {
        _clock = new PageClock(Time);
        _ticking = TickAsync();
    }

    // Another page is not to blame for the one that failed.
    protected override void OnParametersSet() => _boundary?.Recover();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _ticking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                _clock.Tick();
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            await DispatchExceptionAsync(ex);
        }
    }
}

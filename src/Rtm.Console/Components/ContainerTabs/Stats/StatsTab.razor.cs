using Microsoft.AspNetCore.Components;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.ContainerTabs.Stats;

/// <summary>What a container uses, live while the tab is open. One that doesn't run is not measured.</summary>
public sealed partial class StatsTab : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private StatsWindow _window = new();
    private Task _measuring = Task.CompletedTask;
    private string? _fault;
    private bool _ran;
    private bool _answered;

    [Parameter, EditorRequired] public required BoardContainer Container { get; set; }

    /// <summary>Whether the engine answers.</summary>
    [Parameter] public bool EngineAnswers { get; set; }

    [Inject] private ContainerDesk Desk { get; set; } = default!;

    private bool Runs => Container.Facts.State is "running" or "paused";

    protected override void OnParametersSet()
    {
        if (Runs && (!_ran || (EngineAnswers && !_answered && _fault is not null)))
            Begin();
        (_ran, _answered) = (Runs, EngineAnswers);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _measuring;
        _stop.Dispose();
    }

    private void Begin()
    {
        if (_measuring.IsCompleted)
            _measuring = MeasureAsync();
    }

    private async Task MeasureAsync()
    {
        try
        {
            _fault = null;
            await foreach (var stats in Desk.StreamStatsAsync(Container.Engine, Container.Id, _stop.Token))
            {
                _window = _window.With(stats);
                StateHasChanged();
                // The engine goes on about a container that has ended; nobody reads it.
                if (!Runs)
                    return;
            }
        }
        catch (DeskException ex)
        {
            _fault = ex.Message;
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception ex)
        {
            await DispatchExceptionAsync(ex);
        }
    }
}

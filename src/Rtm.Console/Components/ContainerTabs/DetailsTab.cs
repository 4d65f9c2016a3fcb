using Microsoft.AspNetCore.Components;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.ContainerTabs;

/// <summary>A tab over one container's details (a key on it makes a new one for another container). They are read when it opens, and again whenever the board shows the container otherwise.</summary>
public abstract class DetailsTab : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private BoardContainer? _shown;
    private bool _reading;

    [Inject] private ContainerDesk Desk { get; set; } = default!;

    [Parameter, EditorRequired] public required BoardContainer Container { get; set; }

    /// <summary>Null until the first reading; kept while a later one fails.</summary>
    protected ContainerSheet? Sheet { get; private set; }

    /// <summary>Why the last reading failed.</summary>
    protected string? Fault { get; private set; }

    /// <summary>Ends with the component.</summary>
    protected CancellationToken Gone => _stop.Token;

    protected override Task OnParametersSetAsync() => Container == _shown ? Task.CompletedTask : ReadAsync();

    protected async Task ReadAsync()
    {
        // What changes during a reading is read after it.
        if (_reading)
            return;
        _reading = true;
        try
        {
            do
            {
                _shown = Container;
                await ReadOnceAsync(_shown);
                if (_stop.IsCancellationRequested)
                    return;
                StateHasChanged();
            }
            while (_shown != Container);
        }
        finally
        {
            _reading = false;
        }
    }

    /// <summary>Called after each successful reading.</summary>
    protected virtual void OnRead()
    {
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ReadOnceAsync(BoardContainer container)
    {
        try
        {
            Sheet = await Desk.ReadAsync(container.Engine, container.Id, Gone);
            Fault = null;
            OnRead();
        }
        catch (DeskException ex)
        {
            Fault = ex.Message;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }
}

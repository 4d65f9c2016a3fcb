using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Components.Common;

namespace Rtm.Console.Components.Commands;

/// <summary>A component that shows the commands of all persons, ticking with the page's clock.</summary>
public abstract class OperationsComponent : LiveComponent
{
    [Inject] private OperationBoard Board { get; set; } = default!;

    [CascadingParameter] public required PageClock Clock { get; set; }

    /// <summary>The newest, so that what was just asked for is among them.</summary>
    protected OperationsSnapshot Operations => Board.Current;

    /// <summary>Whether what is shown changes with the time alone.</summary>
    protected abstract bool Ticks { get; }

    protected override void OnInitialized()
    {
        Clock.Ticked += OnTick;
        Follow(Board.Subscribe(), _ => { });
    }

    public override ValueTask DisposeAsync()
    {
        Clock.Ticked -= OnTick;
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    private void OnTick()
    {
        if (Ticks)
            StateHasChanged();
    }
}

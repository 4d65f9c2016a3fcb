using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Rtm.Console.Commands;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Commands;

/// <summary>The buttons in a container's header.</summary>
public sealed partial class ContainerActions : OperationsComponent
{
    private CommandRights _rights = CommandRights.Unknown;
    private ElementReference _group;

    [Parameter, EditorRequired] public required BoardContainer Container { get; set; }

    [CascadingParameter] private Task<AuthenticationState>? State { get; set; }

    [Inject] private ICommandDesk Desk { get; set; } = default!;

    [Inject] private CommandDialogs Dialogs { get; set; } = default!;

    protected override bool Ticks => false;

    private bool IsUp => ContainerStates.IsUp(Container.Facts.State);

    private Operation? Running => Operations.On(Container.Engine, Container.Id).FirstOrDefault();

    private string? Busy => Running is { } running ? $"{OperationWords.Doing(running)}." : null;

    private string? Operating => _rights.Operating ?? Busy;

    // While a stop waits for its grace, a kill is what shortens it.
    private string? KillRefusal => _rights.Operating ?? (Running is { } running && OperationWords.IsWaiting(running) ? null : Busy);

    protected override async Task OnParametersSetAsync()
    {
        if (State is not null)
            _rights = await CommandRights.OfAsync(Desk, (await State).User);
    }

    private async Task OpenAsync(CommandAction action)
    {
        var wasUp = IsUp;
        await (action switch
        {
            CommandAction.Stop => Dialogs.ShowAsync<GraceDialog>(new() { { d => d.Container, Container } }),
            CommandAction.Restart => Dialogs.ShowAsync<GraceDialog>(new() { { d => d.Container, Container }, { d => d.Restart, true } }),
            CommandAction.Kill => Dialogs.ShowAsync<PlainDialog>(new() { { d => d.Container, Container }, { d => d.Kill, true } }),
            CommandAction.Start => Dialogs.ShowAsync<PlainDialog>(new() { { d => d.Container, Container } }),
            CommandAction.Run => Dialogs.ShowAsync<RunDialog>(new() { { d => d.CopyOf, Container } }, wide: true),
            CommandAction.Recreate => Dialogs.ShowAsync<RecreateDialog>(new() { { d => d.Container, Container } }, wide: true),
            _ => Dialogs.ShowAsync<RemoveDialog>(new() { { d => d.Container, Container } }),
        });
        // The button that opened it may be gone with the state it was for; the focus must not be.
        if (wasUp != IsUp)
            await BrowserFocus.ToAsync(_group);
    }
}

using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Web;
using Rtm.Console.Commands;

namespace Rtm.Console.Components.Commands;

/// <summary>Everybody's running commands, and one's own outcomes until they were read. What was left is found again here.</summary>
public sealed partial class OperationTray : OperationsComponent
{
    private CommandRights _rights = CommandRights.Unknown;
    private ElementReference _button;
    private string _subject = "";
    private string _fault = "";
    private string _said = "";
    private bool _open;

    [CascadingParameter] private Task<AuthenticationState>? State { get; set; }

    [Inject] private ICommandDesk Desk { get; set; } = default!;

    [Inject] private CommandDialogs Dialogs { get; set; } = default!;

    [Inject] private ReadOutcomes Read { get; set; } = default!;

    protected override bool Ticks => _open && Running.Count > 0;

    private IReadOnlyList<Operation> Running => [.. Operations.Running.Where(o => o.Phase != OperationPhase.Checking)];

    private IReadOnlyList<Operation> Ended => [.. Operations.Finished.Where(o => o.Actor.Subject == _subject && !Read.IsRead(_subject, o.ActionId)).Reverse()];

    private string Label => (Running.Count, Ended.Count) switch
    {
        (0, 0) => "Operations: none",
        var (running, ended) => $"Operations: {running} under way, {ended} ended and not read",
    };

    protected override void OnInitialized()
    {
        base.OnInitialized();
        Read.Changed += OnRead;
    }

    protected override async Task OnParametersSetAsync()
    {
        if (State is null)
            return;
        var person = (await State).User;
        _subject = Actor.Of(person).Subject;
        _rights = await CommandRights.OfAsync(Desk, person);
    }

    protected override void OnChanged() => _said = Ended is [var last, ..] ? OperationWords.Step(last, Clock.Now) : "";

    public override ValueTask DisposeAsync()
    {
        Read.Changed -= OnRead;
        return base.DisposeAsync();
    }

    private void OnRead() => _ = InvokeAsync(StateHasChanged);

    private Task OpenAsync(Operation operation)
    {
        _open = false;
        return Dialogs.ShowAsync<OperationDialog>(new() { { d => d.ActionId, operation.ActionId } });
    }

    private async Task CancelAsync(Operation operation) =>
        _fault = State is null ? "" : await Desk.CancelAsync((await State).User, operation.ActionId, Gone) ?? "";

    private async Task OnKeyAsync(KeyboardEventArgs key)
    {
        if (key.Key != "Escape" || !_open)
            return;
        _open = false;
        await _button.FocusAsync();
    }
}

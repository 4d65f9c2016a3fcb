using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Rtm.Console.Commands;

namespace Rtm.Console.Components.Commands;

/// <summary>One command by its id, whoever asked for it.</summary>
public sealed partial class OperationDialog : OperationsComponent, ILeavable
{
    private CommandRights _rights = CommandRights.Unknown;
    private ElementReference _close;
    private Operation? _last;
    private string _subject = "";
    private string _fault = "";

    [Parameter, EditorRequired] public required string ActionId { get; set; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; set; }

    [CascadingParameter] public required Task<AuthenticationState> State { get; set; }

    [Inject] private ICommandDesk Desk { get; set; } = default!;

    [Inject] private ReadOutcomes Read { get; set; } = default!;

    protected override bool Ticks => Operation is { Outcome: null };

    private Operation? Operation => _last = Operations.Find(ActionId) ?? _last;

    protected override async Task OnInitializedAsync()
    {
        var person = (await State).User;
        _subject = Actor.Of(person).Subject;
        _rights = await CommandRights.OfAsync(Desk, person);
    }

    protected override Task OnAfterRenderAsync(bool firstRender) => firstRender ? BrowserFocus.ToAsync(_close) : Task.CompletedTask;

    void ILeavable.Left()
    {
        if (Operation is { Outcome: not null })
            Read.Mark(_subject, ActionId);
    }

    private async Task CancelAsync() => _fault = await Desk.CancelAsync((await State).User, ActionId, Gone) ?? "";
}

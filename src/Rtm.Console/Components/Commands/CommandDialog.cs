using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;
using Rtm.Console.Commands;

namespace Rtm.Console.Components.Commands;

/// <summary>How far a dialog is.</summary>
internal enum DialogStage
{
    /// <summary>The person decides; after a refusal or a failure again, with what they typed.</summary>
    Form,

    /// <summary>The command is on its way; the dialog may be left.</summary>
    UnderWay,

    /// <summary>It has ended.</summary>
    Ended,
}

/// <summary>A dialog that asks for one command and shows what becomes of it.</summary>
public abstract class CommandDialog : OperationsComponent, ILeavable
{
    private readonly List<string> _shown = [];
    private string _actionId = "";
    private string _subject = "";
    private CommandTicket? _ticket;
    private Operation? _operation;
    private bool _sending;
    private bool _ended;

    [CascadingParameter] public required IMudDialogInstance Dialog { get; set; }

    [CascadingParameter] public required Task<AuthenticationState> State { get; set; }

    [Inject] protected ICommandDesk Desk { get; set; } = default!;

    [Inject] private ReadOutcomes Read { get; set; } = default!;

    internal DialogStage Stage => _ticket is null ? DialogStage.Form : _ended ? DialogStage.Ended : DialogStage.UnderWay;

    /// <summary>Why the last try was refused or failed; null where there was none.</summary>
    internal CommandOutcome? Fault { get; private set; }

    /// <summary>The command on its way; null while there is none. Its outcome shows with the stage that it leads to, and not before.</summary>
    internal Operation? Operation
    {
        get
        {
            if (_ticket is null)
                return null;
            _operation = Operations.Find(_ticket.ActionId) ?? _operation;
            return _ended ? _operation : _operation is null ? null : _operation with { Outcome = null };
        }
    }

    protected override bool Ticks => Stage == DialogStage.UnderWay;

    /// <summary>What gets the focus when the form shows.</summary>
    internal ElementReference First { get; set; }

    protected override void OnInitialized()
    {
        _actionId = ActionId.New(Time);
        base.OnInitialized();
    }

    /// <summary>Called by whoever opened it, once a person has left it: what it showed counts as read.</summary>
    void ILeavable.Left()
    {
        if (Stage == DialogStage.Ended)
            _shown.Add(_ticket!.ActionId);
        foreach (var actionId in _shown)
            Read.Mark(_subject, actionId);
    }

    /// <summary>Sends what was confirmed. A second click before the answer is the same click.</summary>
    protected async Task SendAsync(Func<string, CommandRequest> request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_sending || _ticket is not null)
            return;
        _sending = true;
        try
        {
            var person = (await State).User;
            _subject = Actor.Of(person).Subject;
            Fault = null;
            _ticket = Desk.Submit(person, request(_actionId));
        }
        finally
        {
            _sending = false;
        }

        _ = FollowAsync(_ticket);
    }

    /// <summary>Once it was done: what was typed is not needed any more.</summary>
    protected virtual void OnDone(CommandOutcome outcome)
    {
    }

    /// <summary>Sends something beside the dialog's own command, such as a kill while a stop waits.</summary>
    protected async Task SendBesideAsync(Func<string, CommandRequest> request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Desk.Submit((await State).User, request(ActionId.New(Time)));
    }

    protected void ForgetFault() => Fault = null;

    private async Task FollowAsync(CommandTicket ticket)
    {
        try
        {
            var outcome = await ticket.Finished.WaitAsync(Gone);
            if (outcome.Result == CommandResult.Done)
                OnDone(outcome);
            if (outcome.Result is not (CommandResult.Refused or CommandResult.Failed))
            {
                _ended = true;
            }
            else
            {
                // The form comes back as it was, and the next click is another one.
                _shown.Add(ticket.ActionId);
                (Fault, _ticket, _operation, _actionId) = (outcome, null, null, ActionId.New(Time));
            }

            await InvokeAsync(StateHasChanged);
        }
        catch (Exception ex) when (ex is not (OperationCanceledException or ObjectDisposedException))
        {
            await DispatchExceptionAsync(ex);
        }
    }
}

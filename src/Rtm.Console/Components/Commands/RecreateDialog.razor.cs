using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Inspection;

namespace Rtm.Console.Components.Commands;

/// <summary>Replaces a container by a new one like it: says what becomes of the old one, and wants its name typed.</summary>
public sealed partial class RecreateDialog : ContainerDialog
{
    private RunForm? _form;
    private string _copyFault = "";
    private string _graceFault = "";
    private string _typed = "";
    private string _typedFault = "";
    private string _produced = "";

    [Inject] private CommandOptions Options { get; set; } = default!;

    [Inject] private SecretDesk Secrets { get; set; } = default!;

    protected override CommandAction Action => CommandAction.Recreate;

    private bool IsUp => ContainerStates.IsUp(Shown.Facts.State);

    private string FormKey => $"{nameof(RecreateDialog)}/{Container.Engine}/{Container.Id}";

    private RunDraft Form => Drafts.For<RunDraft>(FormKey);

    /// <summary>The new container of a try that failed, where it was left for the person to look at.</summary>
    private string? Left => Fault is { Result: CommandResult.Failed, Produced.Length: > 0 } failed && failed.Produced != Shown.Id ? failed.Produced : null;

    protected override Task OnInitializedAsync() => Form.IsCopy ? Task.CompletedTask : CopyAsync();

    protected override void OnDone(CommandOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        base.OnDone(outcome);
        _produced = outcome.Produced;
        Drafts.Forget(FormKey);
    }

    private async Task CopyAsync()
    {
        _copyFault = "";
        Form.Engine = Container.Engine;
        _copyFault = await Form.CopyAsync(Secrets, (await State).User, Container, withName: true, Gone);
    }

    private async Task ConfirmAsync()
    {
        // A try that failed has put it back, and started it anew: that is no news to whoever reads so above.
        if (Fault is { Result: CommandResult.Failed } && !HasMoved)
            LookAgain();
        (var grace, _graceFault) = Draft.ReadGrace(Options);
        _typedFault = TypedNameField.FaultOf(_typed, Shown.Name);
        var isFilled = _typedFault.Length == 0 && (_graceFault.Length == 0 || !IsUp);
        if (_form is null || await _form.ConfirmAsync() is not { } run || !isFilled)
            return;
        await SendAsync(id => new RecreateCommand
        {
            ActionId = id,
            Engine = Shown.Engine,
            ContainerId = Shown.Id,
            Seen = SeenContainer.Of(Shown),
            Reason = Draft.Reason,
            Grace = IsUp ? grace : default,
            TypedName = _typed,
            Spec = run.Spec,
            PreviewHash = run.PreviewHash,
        });
    }
}

using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Commands;

/// <summary>Runs a container: from blank, like one that exists, or from JSON.</summary>
public sealed partial class RunDialog : CommandDialog
{
    private RunForm? _form;
    private string _copyFault = "";
    private string _produced = "";
    private string _engine = "";

    /// <summary>The container to be like; null for a blank form.</summary>
    [Parameter] public BoardContainer? CopyOf { get; set; }

    [Inject] private BoardDirectory Directory { get; set; } = default!;

    [Inject] private CommandDrafts Drafts { get; set; } = default!;

    [Inject] private SecretDesk Secrets { get; set; } = default!;

    private string DraftKey => CopyOf is null ? nameof(RunDialog) : $"{nameof(RunDialog)}/{CopyOf.Engine}/{CopyOf.Id}";

    private RunDraft Draft => Drafts.For<RunDraft>(DraftKey);

    protected override async Task OnInitializedAsync()
    {
        if (Draft.Engine.Length > 0)
            return;
        Draft.Engine = CopyOf?.Engine ?? Directory.Boards[0].Engine;
        if (CopyOf is not { } like)
            return;
        // Two can't have one name; a person may have typed the new one meanwhile.
        _copyFault = await Draft.CopyAsync(Secrets, (await State).User, like, withName: false, Gone);
        if (_form is { } form)
            await form.LookAsync();
    }

    protected override void OnDone(CommandOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        _produced = outcome.Produced;
        Drafts.Forget(DraftKey);
    }

    private async Task ConfirmAsync()
    {
        if (_form is null || await _form.ConfirmAsync() is not { } run)
            return;
        _engine = Draft.Engine;
        await SendAsync(id => new RunCommand { ActionId = id, Engine = _engine, Spec = run.Spec, PreviewHash = run.PreviewHash, Reason = Draft.Reason });
    }
}

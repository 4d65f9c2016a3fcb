using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Commands;

/// <summary>Runs a container: from blank, like one that exists, or from JSON. What the preview shows is what is sent.</summary>
public sealed partial class RunDialog : CommandDialog
{
    private bool _tried;
    private string _note = "";
    private string _hint = "";
    private string _json = "";
    private string _jsonFault = "";
    private string _produced = "";
    private string _engine = "";
    private EarlierImages _earlier = EarlierImages.None;

    /// <summary>The container to be like; null for a blank form.</summary>
    [Parameter] public BoardContainer? CopyOf { get; set; }

    [Inject] private BoardDirectory Directory { get; set; } = default!;

    [Inject] private CommandOptions Options { get; set; } = default!;

    [Inject] private CommandDrafts Drafts { get; set; } = default!;

    [Inject] private SecretDesk Secrets { get; set; } = default!;

    [Inject] private ImageHistory History { get; set; } = default!;

    private string DraftKey => CopyOf is null ? nameof(RunDialog) : $"{nameof(RunDialog)}/{CopyOf.Engine}/{CopyOf.Id}";

    private RunDraft Draft => Drafts.For<RunDraft>(DraftKey);

    private IReadOnlyList<string> Engines => [.. Directory.Boards.Select(b => b.Engine)];

    private IReadOnlyList<string> Images => ImageSuggestions.Of(Draft.Engine, Directory.Boards.Select(b => b.Current), Operations, _earlier, Options);

    protected override async Task OnInitializedAsync()
    {
        var isFresh = Draft.Engine.Length == 0;
        if (isFresh)
            Draft.Engine = CopyOf?.Engine ?? Engines[0];
        if (isFresh && CopyOf is { } like)
            await CopyAsync(like);
        await LookAsync();
        _earlier = await History.ReadAsync(Gone);
    }

    protected override void OnDone(CommandOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        _produced = outcome.Produced;
        Drafts.Forget(DraftKey);
    }

    private async Task CopyAsync(BoardContainer like)
    {
        try
        {
            var (copy, _) = await Secrets.CopyAsync((await State).User, like.Engine, like.Id, Gone);
            // Two can't have one name; a person may have typed the new one meanwhile.
            Draft.Fill(copy with { Name = Draft.Name });
            string[] open = [.. RunDraft.Limits.Where(limit => !Draft.IsTouched(limit.Field)).Select(limit => limit.Name)];
            if (open.Length > 0)
                _hint = $"The original has no limit for {string.Join(", ", open)}. Here each needs one: see what is proposed.";
        }
        catch (Exception ex) when (ex is DeskException or UnauthorizedAccessException or Security.RevealNotRecordedException)
        {
            _note = $"It could not be copied: {ex.Message}";
        }
    }

    private Task ChangeEngineAsync(string engine)
    {
        Draft.Engine = engine;
        return LookAsync();
    }

    private async Task ConfirmAsync()
    {
        var seen = _preview.Hash;
        _tried = true;
        await LookAsync();
        _note = Note(seen);
        if (_note.Length > 0 || _previewed is not { } spec)
            return;
        _engine = Draft.Engine;
        await SendAsync(id => new RunCommand { ActionId = id, Engine = _engine, Spec = spec, PreviewHash = seen, Reason = Draft.Reason });
    }

    private string Note(string seen) => this switch
    {
        { _preview.Refusal.Length: > 0 } => "",
        { _faults.Count: > 0 } => $"It can't be run yet: {_faults.Count} {(_faults.Count == 1 ? "field is" : "fields are")} not right.",
        _ when seen != _preview.Hash => "The preview has just changed: look at it, then press Run again.",
        _ => "",
    };

    private Task ReadJsonAsync()
    {
        var read = RunSpecJson.Parse(_json);
        _jsonFault = string.Join("; ", read.Faults.Select(f => f.Field.Length == 0 ? $"The text {f.Message}" : $"{f.Field} {f.Message}"));
        if (read.Faults.Count > 0)
            return Task.CompletedTask;
        Draft.Fill(read.Spec, read.Said);
        return LookAsync();
    }
}

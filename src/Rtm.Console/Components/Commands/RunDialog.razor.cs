using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>Runs a container: from blank, like one that exists, or from JSON. What the preview shows is what is sent.</summary>
public sealed partial class RunDialog : CommandDialog
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private RunPreview _preview = new();
    private RunSpec? _previewed;
    private IReadOnlyList<RunSpecFault> _faults = [];
    private bool _tried;
    private int _typed;
    private string _note = "";
    private string _json = "";
    private string _jsonFault = "";
    private string _produced = "";
    private string _engine = "";

    /// <summary>The container to be like; null for a blank form.</summary>
    [Parameter] public BoardContainer? CopyOf { get; set; }

    [Inject] private BoardDirectory Directory { get; set; } = default!;

    [Inject] private CommandOptions Options { get; set; } = default!;

    [Inject] private CommandDrafts Drafts { get; set; } = default!;

    [Inject] private SecretDesk Secrets { get; set; } = default!;

    private string DraftKey => CopyOf is null ? nameof(RunDialog) : $"{nameof(RunDialog)}/{CopyOf.Engine}/{CopyOf.Id}";

    private RunDraft Draft => Drafts.For<RunDraft>(DraftKey);

    private IReadOnlyList<string> Engines => [.. Directory.Boards.Select(b => b.Engine)];

    private IReadOnlyList<string> Images => ImageSuggestions.Of(Draft.Engine, Directory.Boards.Select(b => b.Current), Operations, Options);

    protected override async Task OnInitializedAsync()
    {
        var isFresh = Draft.Engine.Length == 0;
        if (isFresh)
            Draft.Engine = CopyOf?.Engine ?? Engines[0];
        if (isFresh && CopyOf is { } like)
            await CopyAsync(like);
        await LookAsync();
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
            var copy = await Secrets.CopyAsync((await State).User, like.Engine, like.Id, Gone);
            // Two can't have one name; a person may have typed the new one meanwhile.
            Draft.Fill(copy with { Name = Draft.Name });
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

    // The gate looks once the typing rests.
    private async Task OnTypedAsync()
    {
        var typed = ++_typed;
        await Task.Delay(Pause, Time, Gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (typed == _typed && !Gone.IsCancellationRequested)
            await LookAsync();
    }

    private async Task LookAsync()
    {
        var typed = _typed;
        var (spec, faults) = Draft.Read();
        var preview = await Desk.PreviewAsync((await State).User, Draft.Engine, spec, Gone);
        if (typed != _typed)
            return;
        // What is no number is said once, by who read it.
        _faults = [.. faults, .. preview.Faults.Where(f => faults.All(known => known.Field != f.Field))];
        (_preview, _previewed) = (faults.Count == 0 ? preview : preview with { Faults = _faults, Hash = "" }, spec);
        StateHasChanged();
    }

    private async Task ConfirmAsync()
    {
        var seen = _preview.Hash;
        _tried = true;
        _typed++;
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
        var (spec, faults) = RunSpecJson.Parse(_json);
        _jsonFault = string.Join("; ", faults.Select(f => f.Field.Length == 0 ? $"The text {f.Message}" : $"{f.Field} {f.Message}"));
        if (faults.Count > 0)
            return Task.CompletedTask;
        Draft.Fill(spec);
        _typed++;
        return LookAsync();
    }
}

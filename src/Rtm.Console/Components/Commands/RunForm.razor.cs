using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>What a person confirmed: what the preview showed, and nothing else.</summary>
internal sealed record ConfirmedRun(RunSpec Spec, string PreviewHash);

/// <summary>The form of a new container. What its preview shows is what may be sent.</summary>
public sealed partial class RunForm : OperationsComponent
{
    private bool _tried;
    private string _note = "";
    private string _json = "";
    private string _jsonFault = "";
    private EarlierImages _earlier = EarlierImages.None;

    [Parameter, EditorRequired] public required RunDraft Draft { get; set; }

    /// <summary>The full id of the container whose place it takes, on whose engine it stays; null where it takes none's.</summary>
    [Parameter] public string? Replaces { get; set; }

    /// <summary>What the button that confirms says.</summary>
    [Parameter, EditorRequired] public required string Confirm { get; set; }

    /// <summary>Told the first field once it is there.</summary>
    [Parameter, EditorRequired] public required Action<ElementReference> OnFirst { get; set; }

    /// <summary>What else the dialog asks.</summary>
    [Parameter, EditorRequired] public required RenderFragment ChildContent { get; set; }

    [CascadingParameter] public required Task<AuthenticationState> State { get; set; }

    [Inject] private ICommandDesk Desk { get; set; } = default!;

    [Inject] private BoardDirectory Directory { get; set; } = default!;

    [Inject] private CommandOptions Options { get; set; } = default!;

    [Inject] private ImageHistory History { get; set; } = default!;

    protected override bool Ticks => false;

    private IReadOnlyList<string> Engines => [.. Directory.Boards.Select(b => b.Engine)];

    private IReadOnlyList<string> Images => ImageSuggestions.Of(Draft.Engine, Directory.Boards.Select(b => b.Current), Operations, _earlier, Options);

    protected override async Task OnInitializedAsync()
    {
        await LookAsync();
        _earlier = await History.ReadAsync(Gone);
    }

    /// <summary>Looks once more before anything is sent; null, and words to the person, where it may not be sent as they saw it.</summary>
    internal async Task<ConfirmedRun?> ConfirmAsync()
    {
        var seen = _preview.Hash;
        _tried = true;
        await LookAsync();
        _note = Note(seen);
        StateHasChanged();
        return _note.Length == 0 && _previewed is { } spec ? new(spec, seen) : null;
    }

    private string Note(string seen) => this switch
    {
        { _preview.Refusal.Length: > 0 } => "",
        { _faults.Count: > 0 } => $"It can't be run yet: {_faults.Count} {(_faults.Count == 1 ? "field is" : "fields are")} not right.",
        _ when seen != _preview.Hash => $"The preview has just changed: look at it, then press {Confirm} again.",
        _ => "",
    };

    private Task ChangeEngineAsync(string engine)
    {
        Draft.Engine = engine;
        return LookAsync();
    }

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

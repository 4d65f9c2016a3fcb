using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>Pulls an image onto an engine and shows each layer come.</summary>
public sealed partial class PullDialog : CommandDialog
{
    private const string DraftKey = nameof(PullDialog);

    private static readonly (PullPolicy Policy, string Name, string Words)[] Policies =
    [
        (PullPolicy.IfMissing, "If it is missing", "Asks only for what the engine lacks. A tag that has moved since is not followed."),
        (PullPolicy.Always, "Always", "Asks the registry in any case, and follows a tag that has moved. Layers the engine has are not fetched again."),
        (PullPolicy.Never, "Never", "Asks no registry: only checks that the engine has it."),
    ];

    private string _fault = "";
    private string _callOffFault = "";
    private EarlierImages _earlier = EarlierImages.None;

    [Inject] private BoardDirectory Directory { get; set; } = default!;

    [Inject] private CommandOptions Options { get; set; } = default!;

    [Inject] private CommandDrafts Drafts { get; set; } = default!;

    [Inject] private ImageHistory History { get; set; } = default!;

    private PullDraft Draft => Drafts.For<PullDraft>(DraftKey);

    private IEnumerable<BoardSnapshot> Boards => Directory.Boards.Select(b => b.Current);

    private IReadOnlyList<string> Engines => [.. Directory.Boards.Select(b => b.Engine)];

    private string Allowed => Options.Images.Count == 0
        ? "No image may be pulled here: Rtm:Commands:Images names none."
        : $"Allowed: {string.Join(", ", Options.Images)}";

    protected override void OnInitialized()
    {
        if (Draft.Engine.Length == 0)
            Draft.Engine = Engines[0];
        base.OnInitialized();
    }

    protected override async Task OnInitializedAsync() => _earlier = await History.ReadAsync(Gone);

    protected override void OnDone(CommandOutcome outcome) => Drafts.Forget(DraftKey);

    private Task ConfirmAsync()
    {
        var image = Draft.Image.Trim();
        _fault = new ImageRules(Options).FaultOf(image) is { } fault ? $"It {(fault.StartsWith("is ", StringComparison.Ordinal) ? fault : $"can't be pulled: {fault}")}." : "";
        return _fault.Length > 0
            ? Task.CompletedTask
            : SendAsync(id => new PullCommand { ActionId = id, Engine = Draft.Engine, Image = image, Policy = Draft.Policy, Reason = Draft.Reason });
    }

    private async Task CallOffAsync() => _callOffFault = Operation is { } operation ? await Desk.CancelAsync((await State).User, operation.ActionId, Gone) ?? "" : "";
}

/// <summary>What was typed into the pull dialog.</summary>
public sealed class PullDraft
{
    public string Engine { get; set; } = "";

    public string Image { get; set; } = "";

    public PullPolicy Policy { get; set; }

    public string Reason { get; set; } = "";
}

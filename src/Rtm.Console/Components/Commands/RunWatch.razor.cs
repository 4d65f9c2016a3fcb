using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Components.Common;
using Rtm.Console.Inspection;
using Rtm.Console.Verdicts;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>Watches a container that was just started.</summary>
public sealed partial class RunWatch : BoardComponent
{
    private const int LastLines = 20;

    private WatchState _state;
    private string _words = "";
    private string _logFault = "";
    private IReadOnlyList<string> _log = [];
    private DateTimeOffset _begun;

    [Parameter, EditorRequired] public required string Engine { get; set; }

    [Parameter, EditorRequired] public required string Id { get; set; }

    [CascadingParameter] public required PageClock Clock { get; set; }

    [Inject] private CommandOptions Options { get; set; } = default!;

    [Inject] private ContainerDesk Containers { get; set; } = default!;

    protected override void OnInitialized()
    {
        _begun = Clock.Now;
        Clock.Ticked += OnTick;
        base.OnInitialized();
    }

    protected override void OnBoardsChanged() => Judge();

    public override ValueTask DisposeAsync()
    {
        Clock.Ticked -= OnTick;
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    private void OnTick()
    {
        Judge();
        if (_state != WatchState.Waiting)
            StateHasChanged();
    }

    private void Judge()
    {
        if (_state != WatchState.Waiting || Snapshots.FirstOrDefault(b => b.Engine == Engine) is not { } board)
            return;
        var container = board.Containers.GetValueOrDefault(Id);
        var facts = container?.Facts;
        if (facts is { State: "running", Health: "healthy" })
            (_state, _words) = (WatchState.Well, "Running and healthy.");
        else if (facts is { State: "running", Health: null } && Clock.Now - _begun >= Options.RunWellAfter)
            (_state, _words) = (WatchState.Well, "Running; the image has no health check that could say more.");
        // "created" is what a board shows that is a moment behind the start that was proven.
        else if (facts is { State: "exited" or "dead" or "restarting" } or { Health: "unhealthy" } or { State: "created", Error.Length: > 0 })
            Fail(Verdict.Of(facts, board.EngineTime(Clock.Now)).Text);
        else if (Clock.Now - _begun >= Options.RunHealthyWithin)
            Fail(container is null ? "It is not there any more." : $"Not well within {TimeWords.Duration(Options.RunHealthyWithin)}: {Verdict.Of(facts!, board.EngineTime(Clock.Now)).Text}");
    }

    private void Fail(string words)
    {
        (_state, _words) = (WatchState.Ill, words);
        _ = InvokeAsync(ReadLogAsync);
    }

    private async Task ReadLogAsync()
    {
        try
        {
            var lines = new List<string>();
            await foreach (var line in Containers.ReadLogsAsync(Engine, Id, new LogQuery { Tail = LastLines }, Gone))
                lines.Add(SafeText.Of(line.Text, 1000));
            _log = lines;
        }
        catch (DeskException ex)
        {
            _logFault = ex.Message;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return;
        }

        StateHasChanged();
    }

    private enum WatchState
    {
        Waiting,
        Well,
        Ill,
    }
}

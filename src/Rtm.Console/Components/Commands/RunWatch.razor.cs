using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Components.Common;
using Rtm.Console.Inspection;
using Rtm.Docker;

namespace Rtm.Console.Components.Commands;

/// <summary>Watches a container that was just started.</summary>
public sealed partial class RunWatch : BoardComponent
{
    private const int LastLines = 20;

    private Wellness _state;
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
        if (_state != Wellness.Waiting)
            StateHasChanged();
    }

    private void Judge()
    {
        if (_state != Wellness.Waiting || Snapshots.FirstOrDefault(b => b.Engine == Engine) is not { } board)
            return;
        var (wellness, words) = RunWell.Judge(board.Containers.GetValueOrDefault(Id), Clock.Now - _begun, board.EngineTime(Clock.Now), Options);
        if (wellness == Wellness.Ill)
            Fail(words);
        else
            (_state, _words) = (wellness, words);
    }

    private void Fail(string words)
    {
        (_state, _words) = (Wellness.Ill, words);
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
}

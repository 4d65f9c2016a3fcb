using Microsoft.AspNetCore.Components;
using Rtm.Console.Commands;
using Rtm.Console.Components.Common;
using Rtm.Console.Components.ContainerTabs;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Containers;

/// <summary>One container, in tabs. Unknown and foreign ids get the same answer; one that is gone keeps what is known of it.</summary>
public sealed partial class ContainerPage : BoardComponent
{
    private BoardContainer? _last;
    private ContainerTrace? _trace;
    private (string, string) _asked;
    private bool _looking;
    private Verdict _drawn;

    [Parameter] public required string Engine { get; set; }

    [Parameter] public required string Id { get; set; }

    [Parameter] public string? Tab { get; set; }

    [CascadingParameter] public required PageClock Clock { get; set; }

    [Inject] private CauseBook Causes { get; set; } = default!;

    [Inject] private TraceReader Traces { get; set; } = default!;

    [Inject] private ILogger<ContainerPage> Logger { get; set; } = default!;

    private ContainerTab Current => ContainerTabWords.Parse(Tab);

    private BoardSnapshot? Board => Snapshots.FirstOrDefault(b => b.Engine == Engine);

    private BoardContainer? Found => Board?.Containers.GetValueOrDefault(Id);

    private string Title => (Found ?? _last) is { } container ? ContainerRow.NameOf(container) : _trace is { } trace ? NameOf(trace) : "Container";

    internal static string Path(BoardContainer container) => ContainerTabWords.Path(container.Engine, container.Id);

    protected override void OnInitialized()
    {
        Clock.Ticked += OnTick;
        base.OnInitialized();
    }

    protected override Task OnParametersSetAsync()
    {
        // The same page component goes on when an address names another container.
        if (_last is { } last && (last.Engine != Engine || last.Id != Id))
            _last = null;
        if (_trace is { } trace && (trace.Engine != Engine || trace.Id != Id))
            _trace = null;
        return LookAsync();
    }

    protected override void OnBoardsChanged() => _ = LookAgainAsync();

    public override ValueTask DisposeAsync()
    {
        Clock.Ticked -= OnTick;
        return base.DisposeAsync();
    }

    private static string NameOf(ContainerTrace trace) => trace.Last.Name.Length > 0 ? SafeText.Of(trace.Last.Name, 120) : trace.Id[..12];

    // Keeps what the board shows; where it shows nothing, asks once what was heard of the container before.
    private async Task LookAsync()
    {
        _last = Found ?? _last;
        if (_last is not null || Board?.AsOf is null || _asked == (Engine, Id))
            return;
        _asked = (Engine, Id);
        _looking = true;
        try
        {
            var trace = await Traces.FindAsync(Engine, Id, Gone);
            if (_asked == (Engine, Id))
                _trace = trace;
        }
        catch (ArchiveUnavailableException ex)
        {
            ComponentLog.TraceUnreadable(Logger, ex, Engine, ex.Message);
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            _looking = false;
        }

        StateHasChanged();
    }

    private async Task LookAgainAsync()
    {
        try
        {
            await LookAsync();
        }
        catch (Exception ex) when (ex is not ObjectDisposedException)
        {
            await DispatchExceptionAsync(ex);
        }
    }

    private Verdict VerdictOf(BoardContainer container, BoardSnapshot board) => Verdict.Of(container.Facts, board.EngineTime(Clock.Now), Causes.EndOf(container));

    private Verdict Draw(BoardContainer container, BoardSnapshot board) => _drawn = VerdictOf(container, board);

    // A verdict speaks of the last minutes: it changes also when nothing happens.
    private void OnTick()
    {
        if (Found is { } container && Board is { } board && VerdictOf(container, board) != _drawn)
            StateHasChanged();
    }

    private void Retry() => Directory.Boards.FirstOrDefault(b => b.Engine == Engine)?.RetryNow();
}

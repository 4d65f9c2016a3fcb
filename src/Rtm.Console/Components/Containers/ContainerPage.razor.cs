using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;

namespace Rtm.Console.Components.Containers;

/// <summary>What the board knows of one container. Unknown and foreign ids get the same answer.</summary>
public sealed partial class ContainerPage : BoardComponent
{
    private const string CopyFailed = "Could not copy; select the id instead.";

    private string _copied = "";
    private Verdict _drawn;

    [Parameter] public required string Engine { get; set; }

    [Parameter] public required string Id { get; set; }

    [CascadingParameter] public required PageClock Clock { get; set; }

    private BoardSnapshot? Board => Snapshots.FirstOrDefault(b => b.Engine == Engine);

    private BoardContainer? Found => Board?.Containers.GetValueOrDefault(Id);

    internal static string Path(BoardContainer container) => Path(container.Engine, container.Id);

    internal static string Path(string engine, string id) => $"/containers/{Uri.EscapeDataString(engine)}/{Uri.EscapeDataString(id)}";

    private static string Exact(DateTimeOffset? at) => at is { } time ? TimeWords.Exact(time) : "";

    private static string HealthOf(BoardContainer container) =>
        container.Facts.Health is { Length: > 0 } health ? $", {SafeText.Of(health)}" : "";

    protected override void OnInitialized()
    {
        Clock.Ticked += OnTick;
        base.OnInitialized();
    }

    public override ValueTask DisposeAsync()
    {
        Clock.Ticked -= OnTick;
        return base.DisposeAsync();
    }

    private Verdict VerdictOf(BoardContainer container, BoardSnapshot board) => Verdict.Of(container.Facts, board.EngineTime(Clock.Now));

    private Verdict Draw(BoardContainer container, BoardSnapshot board) => _drawn = VerdictOf(container, board);

    // A verdict speaks of the last minutes: it changes also when nothing happens.
    private void OnTick()
    {
        if (Found is { } container && Board is { } board && VerdictOf(container, board) != _drawn)
            StateHasChanged();
    }

    private void Retry() => Directory.Boards.FirstOrDefault(b => b.Engine == Engine)?.RetryNow();

    private async Task CopyAsync(string id)
    {
        // Drawn while the browser is asked: a screen reader says only what has changed, and a second copy is news, too.
        _copied = "";
        try
        {
            await using var module = await JS.InvokeAsync<IJSObjectReference>("import", Gone, "./Components/Containers/ContainerPage.razor.js");
            _copied = await module.InvokeAsync<bool>("copy", Gone, id) ? "Copied." : CopyFailed;
        }
        catch (JSException ex)
        {
            _copied = CopyFailed;
            ComponentLog.BrowserRefused(Logger, ex, "copy");
        }
        catch (JSDisconnectedException ex)
        {
            ComponentLog.BrowserGone(Logger, ex, "copy");
        }
    }
}

using Microsoft.AspNetCore.Components;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Containers;

/// <summary>Looks whether a container that is not on the board left rows in the timeline.</summary>
public sealed partial class GoneContainer : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private bool _looking = true;
    private string? _name;
    private string? _failure;

    [Inject] private BoardDirectory Directory { get; set; } = default!;

    [Inject] private ScopedArchive Archive { get; set; } = default!;

    [Parameter, EditorRequired] public required string Engine { get; set; }

    [Parameter, EditorRequired] public required string Id { get; set; }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override Task OnInitializedAsync() => LookAsync();

    private async Task LookAsync()
    {
        (_looking, _failure) = (true, null);
        try
        {
            // A gap matches every container: only rows of its own prove that it was here.
            var rows = Directory.Timelines.FirstOrDefault(t => t.Engine == Engine)?.Current.Rows.Reverse() ?? [];
            _name = rows.Select(NameOf).FirstOrDefault(name => name is not null) ?? await ReadNameAsync();
        }
        catch (ArchiveUnavailableException ex)
        {
            _failure = ex.Message;
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _looking = false;
    }

    private async Task<string?> ReadNameAsync()
    {
        var filter = new TimelineFilter { Engines = [Engine], ContainerId = Id };
        TimelinePlace? before = null;
        while (true)
        {
            var rows = await Archive.ReadBeforeAsync(filter, before, 100, _stop.Token);
            if (rows.Select(NameOf).FirstOrDefault(name => name is not null) is { } name)
                return name;
            if (rows.Count < 100)
                return null;
            before = TimelinePlace.Of(rows[^1]);
        }
    }

    private string? NameOf(TimelineEntry row) => row switch
    {
        TimelineEvent e when e.ContainerId == Id => Shown(e.Name),
        TimelineDifference { Difference: var d } when d.ContainerId == Id => Shown(d.Name),
        _ => null,
    };

    private string Shown(string name) => name.Length > 0 ? SafeText.Of(name, 120) : SafeText.Of(Id, 12);
}

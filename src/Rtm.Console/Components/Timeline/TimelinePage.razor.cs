using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>What happened on all engines; filter and place live in the address bar.</summary>
public sealed partial class TimelinePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SentAddresses _sent = new();
    private readonly TypingPause _typing = new(TimeSpan.FromMilliseconds(200));
    private TimelineQuery _query = new();
    private TimelineFilter _filter = new();
    private TimelineFilters? _filters;
    private string _text = "";

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private BoardDirectory Directory { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    // Whoever types and then chooses another filter at once means both.
    private TimelineQuery Typed => _query with { Text = _text };

    private IReadOnlyCollection<string> Engines => [.. Directory.Boards.Select(b => b.Engine).Union(_query.Engines)];

    private IReadOnlyCollection<string> Owners =>
    [
        .. Directory.Boards.SelectMany(b => b.Current.Containers.Values).Select(c => c.Owner).Concat(_query.Owner is { } owner ? [owner] : [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase),
    ];

    private string? ContainerName => _query.Container is not { } id ? null
        : Directory.Boards.Select(b => b.Current.Containers.GetValueOrDefault(id)?.Name).FirstOrDefault(name => name is not null);

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override void OnInitialized()
    {
        Apply(QueryOf(Navigation.Uri));
        Navigation.LocationChanged += OnLocationChanged;
    }

    private static TimelineQuery QueryOf(string uri) =>
        TimelineQuery.Parse(Uri.TryCreate(uri, UriKind.Absolute, out var parsed) ? parsed.Query : "");

    private string Export(string format) => $"/timeline/export.{format}{_query with { At = null, Probes = false }}";

    private void GoLive() => Show(_query.Without("at") with { At = null }, replace: false);

    private async Task OnTextAsync(string text)
    {
        _text = text;
        if (await _typing.RestsAsync(Time, _stop.Token))
            Show(Typed, replace: true);
    }

    private async Task ClearAsync()
    {
        Show(_query.WithoutFilter(), replace: false);
        if (_filters is { } filters)
            await filters.FocusSearchAsync();
    }

    private void Show(TimelineQuery query, bool replace)
    {
        _typing.CallOff();
        if (query == _query)
            return;
        Apply(query);
        _sent.Send(query.ToString());
        Navigation.NavigateTo(new Uri(Navigation.Uri).AbsolutePath + query, new NavigationOptions { ReplaceHistoryEntry = replace });
    }

    private void Apply(TimelineQuery query)
    {
        // Only another filter makes the rows be read anew.
        if (query with { Probes = false, At = null, Faults = [] } != _query with { Probes = false, At = null, Faults = [] })
            _filter = query.Filter;
        _query = query;
        // What is being typed keeps its blanks; only another text replaces it.
        if (_text.Trim() != query.Text)
            _text = query.Text;
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (new Uri(e.Location).AbsolutePath == "/timeline" && QueryOf(e.Location) is var query && !_sent.IsEcho(query.ToString()) && query != _query)
        {
            Apply(query);
            StateHasChanged();
        }
    }
}

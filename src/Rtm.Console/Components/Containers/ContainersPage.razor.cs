using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Rtm.Console.Commands;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Containers;

/// <summary>All containers of the scope; filter and order live in the address bar.</summary>
public sealed partial class ContainersPage : BoardComponent
{
    /// <summary>Verdicts speak of the last minutes, so they are formed anew now and then, also when nothing happens.</summary>
    private const int TicksBetweenViews = 10;

    private readonly ChangeMarks _marks = new();
    private readonly SentAddresses _sent = new();
    private readonly TypingPause _typing = new(TimeSpan.FromMilliseconds(150));
    private ContainerQuery _query = new();
    private ContainerView _view = ContainerView.Of([], new(), default);
    private HashSet<string> _stale = [];
    private ContainerFilters? _filters;
    private string _text = "";
    private int _ticks;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private OwnerScope Scope { get; set; } = default!;

    [Inject] private CauseBook Causes { get; set; } = default!;

    [CascadingParameter] public required PageClock Clock { get; set; }

    private bool NothingKnown => Snapshots.All(b => b.AsOf is null);

    // Whoever types and then chooses another filter at once means both.
    private ContainerQuery Typed => _query with { Text = _text };

    private string CountLine => NothingKnown ? "" : (_view.Rows.Count == _view.Total
        ? string.Create(CultureInfo.InvariantCulture, $"{_view.Total:N0} {(_view.Total == 1 ? "container" : "containers")}")
        : string.Create(CultureInfo.InvariantCulture, $"{_view.Rows.Count:N0} of {_view.Total:N0} containers")) + Where;

    // Nothing is said of an engine that has never answered.
    private string Where => Snapshots.Count(b => b.AsOf is not null) is var answered && answered < Snapshots.Count
        ? $" on the engines that answered ({answered} of {Snapshots.Count})" : "";

    private string EmptyText => Scope.Owners.Count == 0
        ? $"No container{Where} carries the label {Scope.OwnerLabel}."
        : $"No container{Where} carries the label {Scope.OwnerLabel} with one of these values: {string.Join(", ", Scope.Owners)}.";

    protected override void OnInitialized()
    {
        _query = QueryOf(Navigation.Uri);
        _text = _query.Text;
        Navigation.LocationChanged += OnLocationChanged;
        Clock.Ticked += OnTick;
        base.OnInitialized();
    }

    protected override void OnBoardsChanged()
    {
        _marks.See(Snapshots, Clock.Now);
        _view = ContainerView.Of(Snapshots, _query, Clock.Now, Causes.EndOf, _marks.Of);
        _stale = [.. Snapshots.Where(IsOld).Select(b => b.Engine)];
    }

    public override ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        Clock.Ticked -= OnTick;
        return base.DisposeAsync();
    }

    private static bool IsOld(BoardSnapshot board) => board.Connection.Phase is ConnectionPhase.Stale or ConnectionPhase.Unfollowed;

    private static bool NeedsNotice(BoardSnapshot board) => IsOld(board) || (board.AsOf is null && board.Connection.Reason is not null);

    private static ContainerQuery QueryOf(string uri) =>
        ContainerQuery.Parse(Uri.TryCreate(uri, UriKind.Absolute, out var parsed) ? parsed.Query : "");

    private void Retry(string engine) => Directory.Boards.Single(b => b.Engine == engine).RetryNow();

    private async Task OnTextAsync(string text)
    {
        _text = text;
        if (await _typing.RestsAsync(Time, Gone))
            Show(Typed, replace: true);
    }

    private async Task ClearFiltersAsync()
    {
        Show(_query.WithoutFilter(), replace: false);
        if (_filters is { } filters)
            await filters.FocusSearchAsync();
    }

    private void Show(ContainerQuery query, bool replace)
    {
        _typing.CallOff();
        if (query == _query)
            return;
        Apply(query);
        _sent.Send(query.ToString());
        Navigation.NavigateTo(new Uri(Navigation.Uri).AbsolutePath + query, new NavigationOptions { ReplaceHistoryEntry = replace });
    }

    private void Apply(ContainerQuery query)
    {
        _query = query;
        // What is being typed keeps its blanks; only another text replaces it.
        if (_text.Trim() != query.Text)
            _text = query.Text;
        OnBoardsChanged();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        if (QueryOf(e.Location) is var query && !_sent.IsEcho(query.ToString()) && query != _query)
        {
            Apply(query);
            StateHasChanged();
        }
    }

    private void OnTick()
    {
        if (++_ticks % TicksBetweenViews != 0)
            return;
        OnBoardsChanged();
        StateHasChanged();
    }
}

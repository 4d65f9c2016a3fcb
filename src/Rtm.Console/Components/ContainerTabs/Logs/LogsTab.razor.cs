using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Rtm.Console.Commands;
using Rtm.Console.Components.Common;
using Rtm.Console.Inspection;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>A container's log: followed, held still, searched. What is shown and how is in the address bar.</summary>
public sealed partial class LogsTab : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private readonly SentAddresses _sent = new();
    private readonly TypingPause _typing = new(TimeSpan.FromMilliseconds(200));
    private LogChoice _choice = new();
    private string _text = "";
    private LogReading _reading = default!;
    private LogView _view = LogView.Empty;
    private LogView? _paused;
    private LogWindow _window;
    private LogSearch? _search;
    private int _scans;
    private long? _mark;

    [Parameter, EditorRequired] public required BoardContainer Container { get; set; }

    /// <summary>How far the engine's clock is ahead of the console's.</summary>
    [Parameter] public TimeSpan Skew { get; set; }

    /// <summary>Whether the engine answers.</summary>
    [Parameter] public bool EngineAnswers { get; set; }

    [CascadingParameter] private Task<AuthenticationState>? State { get; set; }

    [Inject] private ContainerDesk Desk { get; set; } = default!;

    [Inject] private LogSeats Seats { get; set; } = default!;

    [Inject] private TimeProvider Time { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    // Whoever types and then presses a button at once means both.
    private LogChoice Typed => _choice with { Text = _text };

    private LogFollower Follower => _reading.Follower;

    private LogView Shown => _paused ?? _view;

    private bool OnlyHits => _choice.OnlyHits && _search is { Search.Fault: null };

    private int Total => OnlyHits ? _search!.Hits.Count : Shown.Count;

    private int MostRows => _choice.Wrap ? LogWindow.WrappedRows : LogWindow.Rows;

    private bool IsLive => Follower.Phase == LogPhase.Following;

    private RenderFragment Lines => LogLines.Draw(
        [.. Enumerable.Range(_window.First, _window.Count).Select(i => Shown[NumberAt(i)])], _search?.Search, _choice.Times, _mark);

    protected override void OnInitialized()
    {
        _choice = ChoiceOf(Navigation.Uri);
        _text = _choice.Text;
        _search = SearchFor(_choice);
        Navigation.LocationChanged += OnLocationChanged;
        Open();
    }

    // It runs again, or answers again: the log goes on where it ended.
    protected override void OnParametersSet() => _reading.GoOn(Container.Facts, EngineAnswers);

    public async ValueTask DisposeAsync()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        await _gone.CancelAsync();
        await DetachAsync();
        await _reading.DisposeAsync();
        _gone.Dispose();
    }

    private long NumberAt(int index) => OnlyHits ? _search!.Hits[index] : Shown.First + index;

    private int IndexOf(long number) => OnlyHits ? _search!.IndexOf(number) : (int)(number - Shown.First);

    private LogChoice ChoiceOf(string uri) => LogChoice.Parse(Navigation.ToAbsoluteUri(uri).Query);

    private static LogSearch? SearchFor(LogChoice choice) =>
        TextSearch.For(choice.Text, choice.IsPattern) is { } search ? new LogSearch(search) : null;

    private void Open()
    {
        (_view, _paused, _mark, _window) = (LogView.Empty, null, null, default);
        _search = SearchFor(_choice);
        _reading = new(
            new LogFollower(Desk, Container.Engine, Container.Id, TakeSeatAsync, () => Time.GetUtcNow() + Skew, Time),
            _choice.ToQuery(Time.GetUtcNow() + Skew), Container.Facts, EngineAnswers, DrawAsync, DispatchExceptionAsync, Time);
        _reading.Start();
    }

    private void Reopen() => _reading.Start();

    private async Task<IDisposable> TakeSeatAsync() => Seats.Take(State is null ? "" : Actor.Of((await State).User).Subject);

    // One draw for all that came since the last.
    private async Task DrawAsync()
    {
        var before = _view;
        _view = Follower.Ring.View();
        if (_paused is null)
            await LookAsync();
        StateHasChanged();
        // Held still, or searched: somebody reads it yet.
        if (before != _view && before != _paused && _scans == 0)
            before.LetGo();
    }

    /// <summary>Searches what is new, and keeps the window on the newest rows unless somebody looks elsewhere.</summary>
    private async Task LookAsync()
    {
        if (_search is { Search.Fault: null } search)
            await ScanAsync(search);
        _window = _paused is null ? LogWindow.Last(Total, MostRows) : LogWindow.Around(_window.First + _window.Count / 2, Total, MostRows);
    }

    private async Task ScanAsync(LogSearch search)
    {
        _scans++;
        try
        {
            await search.ScanAsync(Shown, _gone.Token);
        }
        finally
        {
            _scans--;
        }
    }

    private async Task ChooseAsync(LogChoice choice)
    {
        _typing.CallOff();
        var before = _choice;
        _choice = choice;
        if (_text != choice.Text)
            _text = choice.Text;
        _sent.Send(choice.ToString());
        Navigation.NavigateTo(new Uri(Navigation.Uri).AbsolutePath + choice, new NavigationOptions { ReplaceHistoryEntry = true });
        await ShowAsync(before);
    }

    private async Task ShowAsync(LogChoice before)
    {
        if (!_choice.ReadsAs(before))
        {
            await _reading.DisposeAsync();
            Open();
            await FollowInBrowserAsync(true);
            return;
        }

        if ((before.Text, before.IsPattern) != (_choice.Text, _choice.IsPattern))
            (_search, _mark) = (SearchFor(_choice), null);
        await LookAsync();
    }

    private async Task OnTextAsync(string text)
    {
        _text = text;
        if (await _typing.RestsAsync(Time, _gone.Token))
            await ChooseAsync(_choice with { Text = text });
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e)
    {
        var here = ContainerTabWords.Path(Container.Engine, Container.Id, ContainerTab.Logs);
        if (Navigation.ToAbsoluteUri(e.Location).AbsolutePath == here && ChoiceOf(e.Location) is var choice
            && !_sent.IsEcho(choice.ToString()) && choice != _choice)
            _ = FollowAddressAsync(choice);
    }

    private async Task FollowAddressAsync(LogChoice choice)
    {
        try
        {
            var before = _choice;
            (_choice, _text) = (choice, choice.Text);
            await ShowAsync(before);
            StateHasChanged();
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            await DispatchExceptionAsync(ex);
        }
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}

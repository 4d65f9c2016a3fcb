using System.Globalization;
using Microsoft.AspNetCore.Components;
using Rtm.Console.Components.Common;
using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>The rows of the timelines that a filter lets through: live at the top, the history below.</summary>
public sealed partial class TimelineList : TimelineComponent
{
    /// <summary>Rows that come often are drawn often, and their ages with them: a tick just after such a draw has nothing to add.</summary>
    private static readonly TimeSpan StillYoung = TimeSpan.FromMilliseconds(900);

    private TimelineFilter? _opened;
    private DateTimeOffset? _openedAt;
    private (int Window, bool Probes, long ProbeCount) _drawn;
    private DateTimeOffset _nextWords;
    private DateTimeOffset _agedAt;
    private bool _isHeldStill;

    [Inject] private SharedRows Shared { get; set; } = default!;

    [Inject] private ScopedArchive Archive { get; set; } = default!;

    [Parameter, EditorRequired] public required TimelineFilter Filter { get; set; }

    [Parameter] public bool ShowProbes { get; set; }

    /// <summary>The instant to look back from; null for now.</summary>
    [Parameter] public DateTimeOffset? At { get; set; }

    /// <summary>Whether rows name their container; on its own page they need not.</summary>
    [Parameter] public bool ShowContainer { get; set; } = true;

    [Parameter] public string Label { get; set; } = "Timeline";

    [Parameter] public string EmptyText { get; set; } = "Events of the containers in scope appear here by themselves.";

    [Parameter] public EventCallback<bool> OnProbes { get; set; }

    /// <summary>The viewer wants to see what is new, wherever <see cref="At"/> had put the page.</summary>
    [Parameter] public EventCallback OnLive { get; set; }

    [Parameter] public EventCallback OnClear { get; set; }

    private TimelineFeed Feed => field ??= new(Archive);

    private IReadOnlyList<TimelineItem> Items { get; set; } = [];

    private ArchiveState History { get; set; } = new(null, "", 0);

    private IReadOnlyList<BoardSnapshot> Silent { get; set; } = [];

    private IReadOnlyDictionary<string, TimeSpan> Skews { get; set; } = new Dictionary<string, TimeSpan>();

    private int Turn { get; set; }

    private bool ShowEngine => Directory.Timelines.Count > 1;

    private string NewsWords => string.Create(CultureInfo.InvariantCulture, $"{Feed.News:N0}{(Feed.HasMoreNews ? "+" : "")} new");

    private string ProbeWords => (ShowProbes, Filter.IsEverything) switch
    {
        (false, true) => Counted(Feed.ProbeCount, "health-probe event", " hidden"),
        (false, false) => Counted(Feed.ProbeCount, "recent health-probe event", " hidden"),
        _ => Counted(Feed.Probes.Count, "health-probe event", " shown: the newest, kept in memory only"),
    };

    private string WaitingWords => History.Waiting == 0 ? "" : Counted(
        History.Waiting, "row", $" {(History.Waiting == 1 ? "waits" : "wait")} to be written; those that are no longer in memory are missing here until then.");

    protected override void OnInitialized()
    {
        ReadState();
        base.OnInitialized();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(_opened, Filter) && _openedAt == At)
        {
            if (_drawn.Probes != ShowProbes)
                Arrange();
            return;
        }

        var isFirst = _opened is null;
        (_opened, _openedAt) = (Filter, At);
        await OpenAsync();
        if (!isFirst)
            await ScrollUpAsync();
    }

    protected override bool OnRows()
    {
        var news = Feed.News;
        if (Feed.Take(TakeSnapshots()))
            _ = RunAsync(OlderAsync);
        var hasRows = _drawn.Window != Feed.Window.Version || (ShowProbes && !Feed.IsHeld && _drawn.ProbeCount != Feed.ProbeCount);
        if (hasRows)
            Arrange();
        // Counts of what is hidden wait for the tick.
        return hasRows || news != Feed.News;
    }

    protected override void OnTick()
    {
        var wasDown = History.DownSince is not null;
        var isAged = Clock.Now is var now && now >= _nextWords && now - _agedAt >= StillYoung;
        if (ReadState() | Feed.Announcer.Speak(Clock.Now) | isAged | _drawn.ProbeCount != Feed.ProbeCount)
        {
            _drawn.ProbeCount = Feed.ProbeCount;
            // With the rows their causes: who was behind an event can become known after it.
            if (isAged)
                Arrange();
            StateHasChanged();
        }

        // What had waited can be read now.
        if (wasDown && History.DownSince is null && !Feed.IsHeld)
            _ = RunAsync(OpenAsync);
    }

    private static string Counted(long count, string one, string rest) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}{rest}");

    private static string SilentWords(BoardSnapshot board) => board.FollowedUntil is { } until
        ? $"{SafeText.Of(board.Engine, 60)} does not {(board.Connection.Answers ? "tell its events" : "answer")}: its events are complete until {TimeWords.Exact(until)}."
        : board.Connection.Answers ? $"{SafeText.Of(board.Engine, 60)} has not told its events since the console started: what you see of it is older."
        : $"{SafeText.Of(board.Engine, 60)} has not answered since the console started: what you see of it is older.";

    private async Task OpenAsync()
    {
        var opening = Feed.OpenAsync(TakeSnapshots(), Filter, At, Gone);
        Arrange();
        StateHasChanged();
        await AwaitPageAsync(opening);
    }

    private async Task OlderAsync()
    {
        var loading = Feed.LoadOlderAsync(Gone);
        StateHasChanged();
        await AwaitPageAsync(loading);
    }

    private async Task AboveAsync()
    {
        if (_isHeldStill)
            return;
        _isHeldStill = true;
        await HoldStillAsync();
        await AwaitPageAsync(Feed.LoadAboveAsync(Gone));
        _isHeldStill = false;
    }

    private async Task AwaitPageAsync(Task reading)
    {
        try
        {
            await reading;
        }
        catch (OperationCanceledException) when (Gone.IsCancellationRequested)
        {
            return;
        }

        Arrange();
        StateHasChanged();
        await WatchEndsAsync();
    }

    private async Task PauseAsync()
    {
        if (Feed.IsPaused)
            await GoLiveAsync();
        else
            Feed.IsPaused = true;
    }

    private async Task GoLiveAsync()
    {
        Feed.IsPaused = false;
        if (At is not null)
            await OnLive.InvokeAsync();
        else
            await OpenAsync();
        await ScrollUpAsync();
    }

    private void Arrange()
    {
        var (rows, isEnd) = (Feed.Window.Rows, Feed.Window.IsEnd);
        _drawn = (Feed.Window.Version, ShowProbes, Feed.ProbeCount);
        Items = Shared.Of(rows, ShowProbes ? [.. Feed.Probes.Where(IsAmong)] : [], new(ShowContainer, ShowEngine));
        Age();

        bool IsAmong(TimelineEvent probe) => TimelinePlace.Of(probe) is var place
            && (isEnd || rows.Count == 0 || place > TimelinePlace.Of(rows[^1]))
            && !(Feed.Window.IsPast && rows.Count > 0 && place > TimelinePlace.Of(rows[0]));
    }

    // Ages are drawn again when the first of them is no longer true.
    private void Age()
    {
        Turn++;
        var (now, next) = (Clock.Now, TimeSpan.FromDays(1));
        foreach (var item in Items)
        {
            if (TimeWords.UntilNext(now + Skews.GetValueOrDefault(item.Entry.Engine) - item.Entry.At) is var rest && rest < next)
                next = rest;
        }

        (_agedAt, _nextWords) = (now, now + next);
    }

    // What the boards and the store say is looked at once a second: it changes seldom, and a board changes with every event.
    private bool ReadState()
    {
        var boards = Directory.Boards.Select(b => b.Current).ToList();
        Skews = boards.ToDictionary(b => b.Engine, b => b.Info?.ClockSkew ?? default);
        var silent = boards.Where(b => b.Connection.Phase != ConnectionPhase.Live && (b.AsOf is not null || b.Connection.Reason is not null)
            && (Filter.Engines.Count == 0 || Filter.Engines.Contains(b.Engine))).ToList();
        var isChanged = History != Archive.State || !silent.Select(StateOf).SequenceEqual(Silent.Select(StateOf));
        (History, Silent) = (Archive.State, silent);
        return isChanged;

        static (string, bool, DateTimeOffset?) StateOf(BoardSnapshot board) => (board.Engine, board.Connection.Answers, board.FollowedUntil);
    }
}

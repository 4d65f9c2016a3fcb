using Rtm.Console.Relay;

namespace Rtm.Console.Components.Timeline;

/// <summary>What one viewer sees of the timelines: follows them, or holds still and counts what is new. Not thread-safe: the renderer's context calls it.</summary>
internal sealed class TimelineFeed(ITimelineArchive archive)
{
    private readonly TimelineReader _reader = new(archive);
    private readonly Dictionary<string, long> _seen = [];
    private IReadOnlyList<TimelineSnapshot> _snapshots = [];
    private TimelineMemory _memory = new([], new());
    private TimelinePlace? _start;
    private int _turn;

    public TimelineFilter Filter { get; private set; } = new();

    public TimelineWindow Window { get; } = new();

    public TimelineAnnouncer Announcer { get; } = new();

    /// <summary>The operator has asked for it.</summary>
    public bool IsPaused { get; set; }

    /// <summary>The newest row is out of sight: nothing may move what is being read.</summary>
    public bool IsScrolled { get; set; }

    public bool IsHeld => IsPaused || IsScrolled || Window.IsPast;

    /// <summary>How many rows have come since the page holds still.</summary>
    public int News { get; private set; }

    /// <summary>There were more than memory keeps.</summary>
    public bool HasMoreNews { get; private set; }

    public bool IsLoading { get; private set; }

    /// <summary>Why older rows could not be read; null where they could.</summary>
    public string? Failure { get; private set; }

    /// <summary>Why the page above could not be read again; null where it could.</summary>
    public string? FailureAbove { get; private set; }

    /// <summary>Those of the health probes in memory that match; they stand still while the page does.</summary>
    public IReadOnlyList<TimelineEvent> Probes { get; private set; } = [];

    public long ProbeCount { get; private set; }

    /// <summary>Starts anew: from the newest row on, or from an instant back.</summary>
    public Task OpenAsync(IReadOnlyList<TimelineSnapshot> snapshots, TimelineFilter filter, DateTimeOffset? at, CancellationToken ct)
    {
        (Filter, _snapshots) = (filter, snapshots);
        _start = at is { } instant ? new TimelinePlace((instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond + 1, "") : null;
        Remember(new(snapshots, filter));
        Restart();
        return Window.Rows.Count < TimelineWindow.MostLive ? LoadOlderAsync(ct) : Task.CompletedTask;
    }

    /// <summary>Takes in what has happened since.</summary>
    /// <returns>Whether rows are missing below, which <see cref="LoadOlderAsync"/> brings.</returns>
    public bool Take(IReadOnlyList<TimelineSnapshot> snapshots)
    {
        foreach (var gap in snapshots.Where(s => _snapshots.All(before => before.Gaps != s.Gaps)).SelectMany(s => s.Gaps))
            Window.Replace(gap);
        _snapshots = snapshots;
        var memory = new TimelineMemory(snapshots, Filter);
        var isTorn = memory.IsTornFrom(_seen);
        var news = memory.After(_seen).ToList();
        news.ForEach(Announcer.Note);
        if (IsHeld)
        {
            (News, HasMoreNews) = (News + news.Count, HasMoreNews || isTorn);
            var probes = Probes;
            Remember(memory);
            Probes = probes;
            return false;
        }

        Remember(memory);
        if (!isTorn)
        {
            Window.AddNewer(news);
            return false;
        }

        // More came than memory keeps: between what was shown and what is left there would be a hole.
        Restart();
        return Window.Rows.Count < TimelineWindow.MostLive;
    }

    /// <summary>Brings the page below. What fails is said in <see cref="Failure"/>, and the next call tries again.</summary>
    public async Task LoadOlderAsync(CancellationToken ct)
    {
        if (IsLoading || Window.IsEnd)
            return;
        (IsLoading, Failure) = (true, null);
        var (turn, before) = (_turn, Window.Oldest ?? _start);
        var page = await _reader.ReadBeforeAsync(_memory, Filter, before, TimelineWindow.PageSize, ct);
        if (turn != _turn)
            return;
        (IsLoading, Failure) = (false, page.Failure);
        // Rows that came meanwhile have pushed the oldest out of the window: the page would not join on.
        if (before is null || !(Window.Oldest > before))
            Window.AddOlder(page.Rows, page.IsEnd);
    }

    /// <summary>Brings the page above again, which was let go on the way down. What fails is said in <see cref="FailureAbove"/>.</summary>
    public async Task LoadAboveAsync(CancellationToken ct)
    {
        if (IsLoading || Window is not { Above: { } above, Newest: { } newest })
            return;
        (IsLoading, FailureAbove) = (true, null);
        var turn = _turn;
        var page = await _reader.ReadBetweenAsync(_memory, Filter, above, newest, ct);
        if (turn != _turn)
            return;
        (IsLoading, FailureAbove) = (false, page.Failure);
        if (page.Failure is not null)
            return;
        // Whether its top is in sight then, the browser says.
        IsScrolled = true;
        Window.AddAbove(page.Rows);
    }

    private void Restart()
    {
        _turn++;
        (IsLoading, Failure, FailureAbove, IsScrolled, News, HasMoreNews) = (false, null, null, false, 0, false);
        Window.Open(_memory.Before(_start).Take(TimelineWindow.MostLive), isPast: _start is not null);
    }

    private void Remember(TimelineMemory memory)
    {
        _memory = memory;
        foreach (var snapshot in _snapshots.Where(s => s.Rows.Count > 0))
            _seen[snapshot.Engine] = snapshot.Rows[^1].Sequence;
        Probes = [.. memory.Probes()];
        ProbeCount = memory.ProbeCount(all: Filter.IsEverything);
    }
}

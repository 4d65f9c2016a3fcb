using Rtm.Console.Relay;

namespace Rtm.Console.History.Timeline;

/// <summary>
/// Rows on their way into the store, in order. It is bounded: while the store is down the oldest give way to the newest, and a gap takes
/// their place.
/// </summary>
internal sealed class TimelineBacklog(HistoryOptions options) : ITimelineRecorder
{
    private readonly Lock _lock = new();
    private readonly Queue<TimelineEntry> _waiting = new();
    private readonly Dictionary<string, TimelineGap> _lost = new(StringComparer.Ordinal);
    private List<TimelineEntry> _taken = [];
    private TaskCompletionSource _recorded = New();
    private TaskCompletionSource _settled = New();
    private long _recordedCount;
    private long _settledCount;
    private long _droppedCount;

    /// <summary>How many rows are not in the store yet.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
                return _waiting.Count + _taken.Count;
        }
    }

    /// <summary>How many rows were given up since the console started.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
                return _droppedCount;
        }
    }

    public void Record(TimelineEntry row)
    {
        lock (_lock)
        {
            _waiting.Enqueue(row);
            _recordedCount++;
            if (_waiting.Count + _taken.Count > options.MostWaiting)
                Drop(_waiting.Dequeue());
            _recorded.TrySetResult();
        }
    }

    /// <summary>Whether all that was recorded is in what was taken last.</summary>
    public bool IsAllTaken
    {
        get
        {
            lock (_lock)
                return _waiting.Count == 0;
        }
    }

    /// <summary>Waits until there is something to write.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        Task recorded;
        lock (_lock)
        {
            if (_taken.Count + _waiting.Count > 0)
                return;
            _recorded = New();
            recorded = _recorded.Task;
        }

        await recorded.WaitAsync(ct);
    }

    /// <summary>The next rows in order; the same again until they are <see cref="Settle"/>d.</summary>
    public IReadOnlyList<TimelineEntry> Take(int most)
    {
        lock (_lock)
        {
            if (_taken.Count > 0)
                return _taken;
            var rows = new List<TimelineEntry>(_lost.Values);
            _lost.Clear();
            while (rows.Count < most && _waiting.TryDequeue(out var row))
                rows.Add(row);
            return _taken = rows;
        }
    }

    /// <summary>What was taken is in the store.</summary>
    public void Settle()
    {
        lock (_lock)
        {
            _taken = [];
            _settledCount = _recordedCount - _waiting.Count;
            _settled.TrySetResult();
            _settled = New();
        }
    }

    /// <summary>Waits until all that is recorded now is in the store, or was given up.</summary>
    public async Task SettledAsync(CancellationToken ct)
    {
        long target;
        lock (_lock)
            target = _recordedCount;
        while (true)
        {
            Task settled;
            lock (_lock)
            {
                if (_settledCount >= target)
                    return;
                settled = _settled.Task;
            }

            await settled.WaitAsync(ct);
        }
    }

    /// <summary>What was given up so far is no gap.</summary>
    public void ForgetLost()
    {
        lock (_lock)
            _lost.Clear();
    }

    private void Drop(TimelineEntry row)
    {
        _droppedCount++;
        var (from, to) = row is TimelineGap gap ? (gap.From, gap.To) : (row.At, row.At);
        // It stands where the last row that it replaces would.
        _lost[row.Engine] = _lost.TryGetValue(row.Engine, out var lost)
            ? lost with { Sequence = Math.Max(row.Sequence, lost.Sequence), From = from < lost.From ? from : lost.From, To = to > lost.To ? to : lost.To }
            : new(row.Engine, row.Sequence, from, to, GapCause.HistoryDown);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

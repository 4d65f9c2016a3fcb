using Rtm.Docker;

namespace Rtm.Console.Relay;

/// <summary>Knows which messages of an engine were seen, and judges whether what comes next follows them without a gap.</summary>
internal sealed class Continuity
{
    /// <summary>How many past messages the engine keeps, of all types together.</summary>
    public const int Ring = 256;

    /// <summary>More than the engine can replay, so that nothing it repeats is taken for new.</summary>
    private const int Remembered = 4 * Ring;

    /// <summary>Messages are stamped before they are put in order: what was asked for must reach back behind their disorder.</summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<EngineMessageKey> _seen = [];
    private readonly Queue<EngineMessageKey> _order = new();
    private EngineMessageKey? _expected;
    private EngineMessage? _last;
    private EventCursor? _start;
    private DateTimeOffset? _completeUntil;
    private string _engineId = "";
    private bool _isWatched;
    private bool _isListedOnly;

    /// <summary>The last message that was seen; null where there was none since the beginning or since the last gap.</summary>
    public EngineMessage? Last
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <summary>From where to listen on; null before the first <see cref="Begin"/>.</summary>
    public EventCursor? Cursor
    {
        get
        {
            lock (_lock)
                return _last is null ? _start : EventCursor.At(_last.TimeNano - Disorder.Ticks * 100);
        }
    }

    /// <summary>Nothing before this instant counts, by the engine's clock.</summary>
    public void Begin(DateTimeOffset engineNow)
    {
        lock (_lock)
            (_last, _expected, _start, _completeUntil) = (null, null, EventCursor.At(engineNow), engineNow);
    }

    /// <summary>Up to here nothing is missing, by the engine's clock. A stream may have been dead for long when it is found to be.</summary>
    public DateTimeOffset? CompleteUntil
    {
        get
        {
            lock (_lock)
                return _completeUntil;
        }
    }

    /// <summary>What the engine replayed up to this instant was complete.</summary>
    public void Confirm(DateTimeOffset engineNow)
    {
        lock (_lock)
            _completeUntil = engineNow;
    }

    /// <summary>Goes on where a console before this one was.</summary>
    public void Restore(RelayMemory memory)
    {
        lock (_lock)
        {
            foreach (var key in memory.Seen)
            {
                if (_seen.Add(key))
                    _order.Enqueue(key);
            }

            _last = memory.Seen is [.., var last] ? Message(last) : null;
            (_start, _engineId, RunId, _isWatched) = (EventCursor.At(memory.StartNano), memory.EngineId, memory.RunId, true);
            _completeUntil = memory.AsOf;
        }
    }

    /// <summary>What a console after this one needs to go on.</summary>
    public RelayMemory Remember(RelayMemory memory)
    {
        lock (_lock)
        {
            return memory with
            {
                EngineId = _engineId,
                RunId = RunId,
                AsOf = _completeUntil ?? memory.AsOf,
                StartNano = _start?.TimeNano ?? 0,
                // After a gap nothing of before it is a last message.
                Seen = _last is null ? [] : [.. _order.Skip(Math.Max(0, _order.Count - Ring))],
            };
        }
    }

    private static EngineMessage Message(EngineMessageKey key) => new()
    {
        Type = key.Type,
        Action = key.Action,
        ActorId = key.ActorId,
        TimeNano = key.TimeNano,
        OccurredAt = DateTimeOffset.UnixEpoch.AddTicks(key.TimeNano / 100),
    };

    /// <summary>Takes note of a message; false where it was seen before. One without a time can't be told from another and is always new.</summary>
    public bool Note(EngineMessage message)
    {
        if (message.TimeNano <= 0)
            return true;
        lock (_lock)
        {
            if (!_seen.Add(message.Key))
                return false;
            _order.Enqueue(message.Key);
            if (_order.Count > Remembered)
                _seen.Remove(_order.Dequeue());
            (_last, _completeUntil) = (message, message.OccurredAt ?? _completeUntil);
            return true;
        }
    }

    public bool Saw(EngineMessage message)
    {
        lock (_lock)
            return message.TimeNano <= 0 || _seen.Contains(message.Key);
    }

    /// <summary>Whether a stream was listened to before, so that there is something to continue.</summary>
    public bool IsWatched
    {
        get
        {
            lock (_lock)
                return _isWatched;
        }
    }

    /// <summary>A list was shown before anything could be listened to: there is something to continue, from <see cref="Begin"/> on.</summary>
    public void Adopt()
    {
        lock (_lock)
            (_isWatched, _isListedOnly) = (true, true);
    }

    /// <summary>The engine has told what it remembers.</summary>
    public void Anchored()
    {
        lock (_lock)
            _isListedOnly = false;
    }

    /// <summary>Whether it happened before the first list, so that it is in that.</summary>
    public bool IsBeforeFirstList(EngineMessage message)
    {
        lock (_lock)
            return _isListedOnly && message.TimeNano > 0 && message.TimeNano < _start?.TimeNano;
    }

    /// <summary>A stream begins: it has to repeat the last message before anything new.</summary>
    public void Watch()
    {
        lock (_lock)
            (_isWatched, _expected) = (true, _last?.Key);
    }

    /// <summary>Whether this message of the stream shows that something before it is missing.</summary>
    public bool ShowsLoss(EngineMessage message)
    {
        lock (_lock)
        {
            if (_expected is null || message.TimeNano <= 0 || (message.Key != _expected && _seen.Contains(message.Key)))
                return false;
            var lost = message.Key != _expected;
            _expected = null;
            return lost;
        }
    }

    /// <summary>Whether the engine's clock stands before what was seen, so that nothing can be asked of it since then.</summary>
    public bool IsAheadOf(DateTimeOffset engineNow)
    {
        lock (_lock)
            return (_last?.TimeNano ?? _start?.TimeNano ?? 0) > EventCursor.At(engineNow + Disorder).TimeNano;
    }

    /// <summary>Whether this is another engine than the one before; an unknown id is none.</summary>
    public bool IsAnother(string? engineId)
    {
        lock (_lock)
        {
            var before = _engineId;
            if (engineId is not { Length: > 0 })
                return false;
            _engineId = engineId;
            return before.Length > 0 && before != engineId;
        }
    }

    /// <summary>The engine's run, noted while it remembers nothing that could prove its continuity; empty where it gave no sign.</summary>
    public string RunId { get; set; } = "";

    /// <summary>
    /// Whether nothing was lost by what the engine replayed. It forgets the oldest message first: where it has one that was seen, it has all
    /// that followed.
    /// </summary>
    public bool IsProvenBy(IReadOnlyList<EngineMessage>? replay) => replay?.Any(m => m.TimeNano > 0 && Saw(m)) == true;

    /// <summary>Why continuity is not proven by all that the engine remembers; null where it is.</summary>
    /// <param name="memory">Every message that the engine has; null where it doesn't say.</param>
    /// <param name="clockIsBehind">Whether the engine's clock hides some of them.</param>
    /// <param name="runId">The engine's run; only asked for where no message was seen.</param>
    public GapCause? Judge(IReadOnlyList<EngineMessage>? memory, bool clockIsBehind, string runId)
    {
        if (IsProvenBy(memory))
            return null;
        if (memory is null || clockIsBehind)
            return clockIsBehind ? GapCause.ClockStepped : GapCause.Unknown;
        if (memory.Count >= Ring)
            return GapCause.RingOverflowed;
        if (Last is not null)
            return GapCause.EngineRestarted;
        // Nothing was seen: an engine that has forgotten looks like an idle one, unless it can be told that it still runs.
        if (runId.Length == 0 || RunId.Length == 0)
            return GapCause.Unknown;
        return runId == RunId ? null : GapCause.EngineRestarted;
    }
}

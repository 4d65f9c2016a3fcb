using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>
/// The newest rows of a log, bounded by lines and by memory, whatever the log does. The oldest make way in blocks, whose memory is used again: a fast log must not
/// leave the collector a trail of them. One writer, any number of readers.
/// </summary>
public sealed class LogRing
{
    public const int MostRows = 100_000;

    /// <summary>With what a chunk costs beside its text about 14 MB; a paused view can hold as much again.</summary>
    private const int MostChunks = 160;

    /// <summary>What made way between two looks of a page, which still holds it.</summary>
    private const int MostLeft = 32;

    /// <summary>No more of a line is kept; the download has the rest.</summary>
    public const int LongestLine = 4_000;

    private readonly Lock _lock = new();
    private readonly Queue<LogChunk> _chunks = new();
    private readonly List<LogChunk> _left = [];
    private LogChunk? _last;
    private LogView _view = LogView.Empty;
    private long _end;

    /// <summary>One more than the number of the newest row.</summary>
    public long End
    {
        get
        {
            lock (_lock)
                return _end;
        }
    }

    /// <summary>Whether the next row could make the first ones go.</summary>
    public bool IsFull
    {
        get
        {
            lock (_lock)
                return _chunks.Count == MostChunks || (_last is not null && _end - _chunks.Peek().First >= MostRows);
        }
    }

    public void Add(LogLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var text = line.Text.AsSpan();
        var isLong = text.Length > LongestLine;
        if (isLong)
            text = text[..(char.IsHighSurrogate(text[LongestLine - 1]) ? LongestLine - 1 : LongestLine)];
        Add(line.Time, line.Source, text, isLong || line.Truncated, isNote: false);
    }

    /// <summary>Words of the console among the lines.</summary>
    public void AddNote(string text) => Add(null, LogSource.Stdout, text, isCut: false, isNote: true);

    /// <summary>What is held now.</summary>
    public LogView View()
    {
        lock (_lock)
        {
            if (_view.End != _end)
                _view = new([.. _chunks], _end);
            return _view;
        }
    }

    private void Add(DateTimeOffset? time, LogSource source, ReadOnlySpan<char> text, bool isCut, bool isNote)
    {
        lock (_lock)
        {
            if (_last is null || !_last.TryAdd(time, source, text, isCut, isNote))
            {
                if (_chunks.Count == MostChunks)
                    MakeWay();
                _chunks.Enqueue(_last = Unused().Restart(_end));
                _last.TryAdd(time, source, text, isCut, isNote);
            }

            _end++;
            if (_end - _chunks.Peek().First > MostRows)
                MakeWay();
        }
    }

    private void MakeWay()
    {
        if (_left.Count == MostLeft)
            _left.RemoveAt(0);
        _left.Add(_chunks.Dequeue());
    }

    private LogChunk Unused()
    {
        var index = _left.FindIndex(chunk => !chunk.IsHeld);
        if (index < 0)
            return new();
        var chunk = _left[index];
        _left.RemoveAt(index);
        return chunk;
    }
}

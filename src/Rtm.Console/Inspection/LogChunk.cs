using System.Text;
using System.Text.Unicode;
using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>
/// Some neighbouring rows, as compact as UTF-8 allows. One writer appends; what was appended never changes, so readers need no lock for the rows
/// that were counted when they took their view. It begins anew only while no view holds it.
/// </summary>
internal sealed class LogChunk
{
    /// <summary>Below what the runtime treats as a large object.</summary>
    public const int MostBytes = 64 * 1024;

    public const int MostRows = 1024;

    private readonly byte[] _text = new byte[MostBytes];
    private readonly Entry[] _rows = new Entry[MostRows];
    private int _bytes;
    private int _holders;

    public long First { get; private set; }

    public int Count { get; private set; }

    public bool IsHeld => Volatile.Read(ref _holders) > 0;

    public void Hold() => Interlocked.Increment(ref _holders);

    public void LetGo() => Interlocked.Decrement(ref _holders);

    /// <summary>Empty again, for rows from this one on.</summary>
    public LogChunk Restart(long first)
    {
        (First, Count, _bytes) = (first, 0, 0);
        return this;
    }

    public bool TryAdd(DateTimeOffset? time, LogSource source, ReadOnlySpan<char> text, bool isCut, bool isNote)
    {
        if (Count == MostRows || Utf8.FromUtf16(text, _text.AsSpan(_bytes), out _, out var written) != System.Buffers.OperationStatus.Done)
            return false;
        var flags = (source == LogSource.Stderr ? Flags.Stderr : 0) | (isCut ? Flags.Cut : 0) | (isNote ? Flags.Note : 0);
        _rows[Count] = new(time?.UtcTicks ?? 0, _bytes, written, flags);
        _bytes += written;
        Count++;
        return true;
    }

    public LogRow Row(long number)
    {
        var row = _rows[number - First];
        return new(
            number,
            TimeOf(row),
            row.Flags.HasFlag(Flags.Stderr) ? LogSource.Stderr : LogSource.Stdout,
            Encoding.UTF8.GetString(_text, row.Start, row.Bytes),
            row.Flags.HasFlag(Flags.Cut),
            row.Flags.HasFlag(Flags.Note));
    }

    public DateTimeOffset? TimeAt(long number) => TimeOf(_rows[number - First]);

    private static DateTimeOffset? TimeOf(Entry row) => row.Ticks == 0 ? null : new DateTimeOffset(row.Ticks, TimeSpan.Zero);

    [Flags]
    private enum Flags
    {
        Stderr = 1,
        Cut = 2,
        Note = 4,
    }

    private readonly record struct Entry(long Ticks, int Start, int Bytes, Flags Flags);
}

namespace Rtm.Console.Inspection;

/// <summary>The rows a ring held at one moment. It stays as it is while the ring goes on, until it is let go.</summary>
public sealed class LogView
{
    private readonly LogChunk[] _chunks;
    private bool _isLetGo;

    internal LogView(LogChunk[] chunks, long end)
    {
        _chunks = chunks;
        foreach (var chunk in chunks)
            chunk.Hold();
        First = chunks.Length > 0 ? chunks[0].First : end;
        End = end;
    }

    public static LogView Empty { get; } = new([], 0);

    /// <summary>The number of the first row; those before it are no longer kept.</summary>
    public long First { get; }

    /// <summary>One more than the number of the last row.</summary>
    public long End { get; }

    public int Count => (int)(End - First);

    /// <summary>
    /// Gives its memory back to the ring. Nobody may read it any more. One that is never let go costs a collection, nothing else.
    /// </summary>
    public void LetGo()
    {
        if (Interlocked.Exchange(ref _isLetGo, true))
            return;
        foreach (var chunk in _chunks)
            chunk.LetGo();
    }

    public LogRow this[long number] => ChunkOf(number).Row(number);

    /// <summary>The first row at this time or later; <see cref="End"/> where all are earlier. Times of a log grow, but for two streams' little races.</summary>
    public long FirstAt(DateTimeOffset time)
    {
        var (low, high) = (First, End);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (TimeNear(middle) < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // A row without a time stands where its neighbour before it does.
    private DateTimeOffset TimeNear(long number)
    {
        for (; number >= First; number--)
        {
            if (ChunkOf(number).TimeAt(number) is { } time)
                return time;
        }

        return DateTimeOffset.MinValue;
    }

    private LogChunk ChunkOf(long number)
    {
        if (number < First || number >= End)
            throw new ArgumentOutOfRangeException(nameof(number), number, $"The view has {First} to {End}.");
        var (low, high) = (0, _chunks.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_chunks[middle].First <= number)
                low = middle;
            else
                high = middle - 1;
        }

        return _chunks[low];
    }
}

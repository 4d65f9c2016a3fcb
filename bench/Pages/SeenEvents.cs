using System.Text;

namespace Rtm.Bench;

/// <summary>Finds the load's events in what goes to a page, and how long each took.</summary>
internal sealed class SeenEvents(LoadEngine engine)
{
    private static readonly byte[] Mark = Encoding.ASCII.GetBytes(LoadEngine.EventName);

    private readonly Lock _lock = new();
    private readonly HashSet<int> _seen = [];
    private readonly List<double> _milliseconds = [];

    /// <summary>Events before this one are not measured. Another one begins anew.</summary>
    public int From
    {
        get;
        set
        {
            lock (_lock)
            {
                field = value;
                _seen.Clear();
                _milliseconds.Clear();
            }
        }
    }

    public int Count
    {
        get
        {
            lock (_lock)
                return _seen.Count;
        }
    }

    public IReadOnlyList<double> Milliseconds
    {
        get
        {
            lock (_lock)
                return [.. _milliseconds];
        }
    }

    /// <summary>Takes a render batch.</summary>
    public void Look(ReadOnlyMemory<byte> batch)
    {
        var now = TimeProvider.System.GetTimestamp();
        var rest = batch.Span;
        while (rest.IndexOf(Mark) is >= 0 and var at && at + Mark.Length + 7 <= rest.Length)
        {
            rest = rest[(at + Mark.Length)..];
            if (!int.TryParse(rest[..7], out var number) || number < From)
                continue;
            lock (_lock)
            {
                if (_seen.Add(number))
                    _milliseconds.Add(TimeProvider.System.GetElapsedTime(engine.SentAt(number), now).TotalMilliseconds);
            }
        }
    }
}

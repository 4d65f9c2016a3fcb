using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Rtm.Tests.Support;

/// <summary>A stream that a test writes: it remembers, and tells every reader in the order of publication.</summary>
internal sealed class FakeFeed<T>(int memory, Action changed)
{
    private readonly Lock gate = new();
    private readonly List<T> past = [];
    private readonly List<Channel<T>> readers = [];
    private readonly HashSet<Channel<T>> frozen = [];

    public int Readers
    {
        get
        {
            lock (gate)
                return readers.Count;
        }
    }

    public void Publish(T item)
    {
        lock (gate)
        {
            past.Add(item);
            if (past.Count > memory)
                past.RemoveAt(0);
            foreach (var reader in readers.Where(reader => !frozen.Contains(reader)))
                reader.Writer.TryWrite(item);
        }
    }

    public void Freeze()
    {
        lock (gate)
            frozen.UnionWith(readers);
    }

    public void Forget()
    {
        lock (gate)
            past.Clear();
    }

    /// <summary>Ends what is being read now, with or without an error; a later reader finds the feed as it was.</summary>
    public void End(Exception? error = null)
    {
        lock (gate)
        {
            foreach (var reader in readers)
                reader.Writer.TryComplete(error);
        }
    }

    /// <summary>What <paramref name="replay"/> picks of the past, then (if it follows) all that comes, nothing missed in between.</summary>
    public async IAsyncEnumerable<T> ReadAsync(Func<IReadOnlyList<T>, IEnumerable<T>> replay, bool follow, [EnumeratorCancellation] CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var channel = Channel.CreateUnbounded<T>();
        lock (gate)
        {
            foreach (var item in replay(past))
                channel.Writer.TryWrite(item);
            if (follow)
                readers.Add(channel);
            else
                channel.Writer.Complete();
        }

        changed();
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(ct))
                yield return item;
        }
        finally
        {
            lock (gate)
            {
                readers.Remove(channel);
                frozen.Remove(channel);
            }

            changed();
        }
    }
}

using System.Threading.Channels;

namespace Rtm.Console.Relay;

/// <summary>
/// Which container is inspected when. A container has at most one inspect that runs and one that waits, so a storm costs no more and an
/// older answer can't come after a newer one. What an event asks for goes before what a list asks for.
/// </summary>
internal sealed class InspectQueue(Lock gate, Func<string, CancellationToken, Task<Action>> inspect)
{
    public const int InFlight = 8;

    private readonly Queue<string> _soon = new();
    private readonly Queue<string> _later = new();
    private readonly Dictionary<string, bool> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Run> _running = new(StringComparer.Ordinal);
    private readonly Channel<bool> _work = Channel.CreateUnbounded<bool>();

    /// <summary>Asks for an inspect that begins after this call.</summary>
    public void Request(string containerId, bool soon)
    {
        lock (gate)
        {
            if (_running.TryGetValue(containerId, out var run))
            {
                run.Again = true;
                return;
            }

            // One that waits for a list's sake and is wanted soon stands in both rows; whichever comes first takes it.
            if (_waiting.TryGetValue(containerId, out var isSoon) && (isSoon || !soon))
                return;
            _waiting[containerId] = soon;
            (soon ? _soon : _later).Enqueue(containerId);
            _work.Writer.TryWrite(true);
        }
    }

    /// <summary>The containers whose answers are to come.</summary>
    public IReadOnlyCollection<string> Awaited
    {
        get
        {
            lock (gate)
                return [.. _waiting.Keys, .. _running.Keys];
        }
    }

    /// <summary>Whether an answer is to come that was asked for already.</summary>
    public bool IsRunning(string containerId)
    {
        lock (gate)
            return _running.ContainsKey(containerId);
    }

    /// <summary>The container is gone: no answer about it counts any more.</summary>
    public void Drop(string containerId)
    {
        lock (gate)
        {
            _waiting.Remove(containerId);
            if (_running.TryGetValue(containerId, out var run))
                (run.Dropped, run.Again) = (true, false);
        }
    }

    /// <summary>Nothing that waits is worth asking for now.</summary>
    /// <returns>What was not asked for: the next list has to.</returns>
    public IReadOnlyCollection<string> Clear()
    {
        lock (gate)
        {
            string[] unread = [.. _waiting.Keys, .. _running.Where(r => r.Value.Again).Select(r => r.Key)];
            _waiting.Clear();
            _soon.Clear();
            _later.Clear();
            foreach (var run in _running.Values)
                run.Again = false;
            return unread;
        }
    }

    /// <summary>Inspects until cancelled.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => WorkAsync(ct)));

    private async Task WorkAsync(CancellationToken ct)
    {
        await foreach (var _ in _work.Reader.ReadAllAsync(ct))
        {
            if (Begin() is not { } next)
                continue;
            var (containerId, run) = next;
            try
            {
                var apply = await inspect(containerId, ct);
                lock (gate)
                {
                    if (!run.Dropped)
                        apply();
                }
            }
            finally
            {
                End(containerId, run);
            }
        }
    }

    private (string ContainerId, Run Run)? Begin()
    {
        lock (gate)
        {
            while (_soon.TryDequeue(out var containerId) || _later.TryDequeue(out containerId))
            {
                if (!_waiting.Remove(containerId))
                    continue;
                var run = new Run();
                _running.Add(containerId, run);
                return (containerId, run);
            }

            return null;
        }
    }

    private void End(string containerId, Run run)
    {
        lock (gate)
        {
            _running.Remove(containerId);
            if (run.Again)
                Request(containerId, soon: true);
        }
    }

    private sealed class Run
    {
        public bool Again { get; set; }

        public bool Dropped { get; set; }
    }
}

using System.Net;
using Rtm.Docker;

namespace Rtm.Tests.Support;

/// <summary>One call that a fake engine got.</summary>
/// <param name="Operation">The method's name.</param>
/// <param name="Target">The container, image or network as the caller named it; empty where there is none.</param>
public sealed record FakeCall(string Operation, string Target);

/// <summary>
/// An engine in memory that behaves as the real one does where the console can see it: acts change a container and say so by events.
/// A test can make any operation fail, or hold it until released, and can say what happened without any act.
/// Operations go by their method's name: <c>engine.Fail(nameof(engine.ListAsync), …)</c>.
/// </summary>
public sealed partial class FakeEngine : IDockerEngine
{
    private static readonly HashSet<string> Operations =
        [.. typeof(IDockerEngine).GetInterfaces().SelectMany(i => i.GetMethods()).Select(m => m.Name)];

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly Pulse pulse = new();
    private readonly List<FakeCall> calls = [];
    private readonly Dictionary<string, EngineException> faults = [];
    private readonly Dictionary<string, TaskCompletionSource> holds = [];
    private readonly Dictionary<string, ContainerDetails> containers = [];
    private int held;
    private bool disposed;

    public FakeEngine(string name = "local", TimeProvider? clock = null)
    {
        (Name, this.clock) = (name, clock ?? TimeProvider.System);
        Endpoint = new Uri($"unix:///run/fake/{name}.sock");
        events = new(256, pulse.Notify);
    }

    public string Name { get; }

    public Uri Endpoint { get; }

    /// <summary>Every call so far, in order. A stream's call counts when its reading begins.</summary>
    public IReadOnlyList<FakeCall> Calls
    {
        get
        {
            lock (gate)
                return [.. calls];
        }
    }

    /// <summary>Whether acts publish the events that a real engine would; false leaves that to the test.</summary>
    public bool PublishesActs { get; set; } = true;

    public int CountOf(string operation) => Calls.Count(call => call.Operation == Known(operation));

    public Task WaitForCallAsync(string operation, CancellationToken ct, int count = 1, TimeSpan? deadline = null) =>
        pulse.UntilAsync($"{count} × {Known(operation)}", () => CountOf(operation) >= count, () => $"calls: [{string.Join(", ", Calls)}]", ct, deadline);

    /// <summary>Waits until so many callers wait for a <see cref="Hold"/> to end; one that gave up waits no more.</summary>
    public Task WaitForHeldAsync(int count, CancellationToken ct, TimeSpan? deadline = null) =>
        pulse.UntilAsync($"{count} held calls", () => Volatile.Read(ref held) == count, () => $"{Volatile.Read(ref held)} held calls", ct, deadline);

    /// <summary>Makes an operation fail from now on, until <see cref="Heal(string)"/>.</summary>
    public void Fail(string operation, EngineException error)
    {
        lock (gate)
            faults[Known(operation)] = error;
    }

    /// <summary>Makes every operation fail as an engine does that is down, and breaks what listens.</summary>
    public void GoDown()
    {
        var error = new EngineUnreachableException(new(Name, "reach engine", ""), $"Docker Engine '{Name}' is not reachable at {Endpoint}: no such socket");
        foreach (var operation in Operations)
            Fail(operation, error);
        BreakEvents(new EngineStreamException(new(Name, "listen to events", ""), $"Docker Engine '{Name}' closed its event stream."));
    }

    public void Heal(string operation)
    {
        lock (gate)
            faults.Remove(Known(operation));
    }

    /// <summary>No operation fails any more. Past events are gone, as after a restart of the engine.</summary>
    public void ComeBack()
    {
        ComeBackRemembering();
        ForgetEvents();
    }

    /// <summary>No operation fails any more, as after a network's failure.</summary>
    public void ComeBackRemembering()
    {
        lock (gate)
            faults.Clear();
    }

    /// <summary>Holds an operation's callers until the result is disposed. Only then does it fail, if it shall.</summary>
    public IDisposable Hold(string operation)
    {
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
            holds[Known(operation)] = hold;
        return new Release(this, operation, hold);
    }

    public void Dispose()
    {
        disposed = true;
        events.End(new ObjectDisposedException(nameof(FakeEngine)));
    }

    private static string Known(string operation) =>
        Operations.Contains(operation) ? operation : throw new ArgumentException($"IDockerEngine has no '{operation}'.", nameof(operation));

    private async Task EnterAsync(string operation, string target, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        ct.ThrowIfCancellationRequested();
        Task? hold;
        lock (gate)
        {
            calls.Add(new(operation, target));
            hold = holds.GetValueOrDefault(operation)?.Task;
        }

        pulse.Notify();
        if (hold is not null)
            await WaitAsync(hold, ct);
        lock (gate)
        {
            if (faults.TryGetValue(operation, out var error))
                throw error;
        }
    }

    private async Task WaitAsync(Task hold, CancellationToken ct)
    {
        Interlocked.Increment(ref held);
        pulse.Notify();
        try
        {
            await hold.WaitAsync(ct);
        }
        finally
        {
            Interlocked.Decrement(ref held);
            pulse.Notify();
        }
    }

    private EngineFailure Failure(string operation, string target, HttpStatusCode status) => new(Name, operation, target, status);

    private sealed class Release(FakeEngine engine, string operation, TaskCompletionSource hold) : IDisposable
    {
        public void Dispose()
        {
            lock (engine.gate)
            {
                if (engine.holds.GetValueOrDefault(operation) == hold)
                    engine.holds.Remove(operation);
            }

            hold.TrySetResult();
        }
    }
}

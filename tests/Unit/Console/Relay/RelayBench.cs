using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Relay;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>A relay over fake engines and a clock that the test moves.</summary>
internal sealed class RelayBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _pumps = [];
    private readonly OwnerScope _scope;

    public RelayBench(ScopeOptions? scope = null) => _scope = new(scope ?? new());

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public RelayOptions Options { get; } = new();

    public SampleContainers Samples => new(Clock.GetUtcNow());

    public EngineBoard Start(FakeEngine engine)
    {
        var board = new EngineBoard(engine.Name, Clock, Options.StaleAfter);
        var pump = new EnginePump(engine, board, _scope, Options, Clock, NullLogger.Instance);
        _pumps.Add(Task.Run(() => pump.RunAsync(_stop.Token)));
        return board;
    }

    /// <summary>Moves the clock on, a little at a time, until the condition holds.</summary>
    public Task UntilAsync(string what, Func<bool> condition, CancellationToken ct) => Eventually.TrueAsync(what, () =>
    {
        if (condition())
            return true;
        Clock.Advance(TimeSpan.FromMilliseconds(100));
        return false;
    }, ct);

    /// <summary>Lets the pump read this many more times.</summary>
    public Task ReadAgainAsync(FakeEngine engine, int times, CancellationToken ct)
    {
        // The read after the last one that counts begins only when that one is shown.
        var target = engine.CountOf(nameof(engine.ListAsync)) + times + 1;
        return UntilAsync($"{times} more lists", () => engine.CountOf(nameof(engine.ListAsync)) >= target, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>A relay over fake engines and a clock that the test moves.</summary>
internal sealed class RelayBench : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    /// <summary>Only used up by a test that fails, on however busy a machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private CancellationTokenSource _stop = new();
    private readonly List<Task> _pumps = [];
    private readonly OwnerScope _scope;
    private FakeArchive? _archive;

    public RelayBench(ScopeOptions? scope = null) => _scope = new(scope ?? new());

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public RelayOptions Options { get; init; } = new();

    public SampleContainers Samples => new(Clock.GetUtcNow());

    /// <summary>The timeline of the engine that was started last.</summary>
    public EngineTimeline Timeline { get; private set; } = new("", TimeProvider.System);

    public IEnumerable<TimelineEvent> Events => Timeline.Current.Rows.OfType<TimelineEvent>();

    /// <summary>Where rows and memories are kept; null for nowhere.</summary>
    public RunningHistory? History { get; set; }

    public EngineBoard Start(IDockerEngine engine)
    {
        var board = new EngineBoard(engine.Name, Clock, Options.StaleAfter);
        _archive = History is null ? new() : null;
        Timeline = new(engine.Name, Clock, History?.Recorder ?? (ITimelineRecorder?)_archive);
        var pump = new EnginePump(engine, board, Timeline, _scope, Options, Clock, NullLogger.Instance, History?.Keeper);
        var stop = _stop.Token;
        _pumps.Add(Task.Run(() => pump.RunAsync(stop)));
        return board;
    }

    /// <summary>Ends every pump, as the end of the console does.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pumps.Clear();
        _stop.Dispose();
        _stop = new();
    }

    /// <summary>Moves the clock on, a little at a time, until the condition holds.</summary>
    public Task UntilAsync(string what, Func<bool> condition, CancellationToken ct, TimeSpan? step = null, TimeSpan? deadline = null) => Eventually.TrueAsync(what, () =>
    {
        if (condition())
            return true;
        Clock.Advance(step ?? TimeSpan.FromMilliseconds(100));
        return false;
    }, ct, deadline);

    /// <summary>Starts and waits for the first list.</summary>
    public async Task<EngineBoard> StartLiveAsync(FakeEngine engine, CancellationToken ct)
    {
        var board = Start(engine);
        await Eventually.TrueAsync("live", () => board.Current.Connection.Phase == ConnectionPhase.Live && engine.Listeners > 0, ct);
        return board;
    }

    /// <summary>Waits until the board shows what the engine has, then checks that no event came twice and none is missing outside of a gap.</summary>
    public async Task AgreesAsync(FakeEngine engine, EngineBoard board, CancellationToken ct)
    {
        await UntilAsync("the board to equal the engine's list", () => Shown(board).SequenceEqual(Real(engine)), ct, Step, Patience);
        await UntilAsync("every event or a gap around it", () => Unannounced(engine).Count == 0, ct, Step, Patience);
        // Read once: more may be coming.
        var heard = Heard();
        Assert.Equal(heard.Distinct(), heard);
    }

    private List<(long, string, string)> Heard() => [.. (_archive?.Rows ?? Timeline.Current.Rows).OfType<TimelineEvent>().Select(e => (e.TimeNano, e.Action, e.ContainerId))];

    private List<EngineMessage> Unannounced(FakeEngine engine)
    {
        var heard = Heard().ToHashSet();
        var gaps = Timeline.Current.Gaps;
        return
        [
            .. engine.Published.Where(m => m.Event is not null && !m.Action.StartsWith("exec_", StringComparison.Ordinal))
                .Where(m => !heard.Contains((m.TimeNano, m.Action.Split(':')[0], m.ActorId)) && !gaps.Exists(g => g.From <= m.OccurredAt && m.OccurredAt <= g.To)),
        ];
    }

    private static IEnumerable<string> Shown(EngineBoard board) =>
        board.Current.Containers.Values.OrderBy(c => c.Id).Select(c => $"{c.Id} {c.Name} {c.Facts.State} {c.Facts.Health}");

    private static IEnumerable<string> Real(FakeEngine engine) =>
        engine.Containers.OrderBy(c => c.Id).Select(c => $"{c.Id} {c.Name} {c.Status} {c.Health}");

    /// <summary>Lets the pump read this many more times.</summary>
    public Task ReadAgainAsync(FakeEngine engine, int times, CancellationToken ct)
    {
        // The read after the last one that counts begins only when that one is shown.
        var target = engine.CountOf(nameof(engine.ListAsync)) + times + 1;
        return UntilAsync($"{times} more lists", () => engine.CountOf(nameof(engine.ListAsync)) >= target, ct, TimeSpan.FromSeconds(1));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }
}

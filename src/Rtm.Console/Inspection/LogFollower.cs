using System.Globalization;
using Rtm.Docker;

namespace Rtm.Console.Inspection;

/// <summary>Where the reading of a log stands.</summary>
public enum LogPhase
{
    /// <summary>The engine has been asked; nothing has come yet.</summary>
    Opening,

    Following,

    /// <summary>The container's log ended, as it does with the container.</summary>
    Ended,

    /// <summary>The view is full, and what comes after was not asked for.</summary>
    Full,

    Failed,
}

/// <summary>
/// Reads a log into a ring at a bounded pace. A log that is written faster is left behind: after some seconds the reading starts again at
/// its end, with a note of what was skipped. So neither memory nor the processor depends on what a container writes.
/// </summary>
/// <param name="desk">Reads the container's log.</param>
/// <param name="engine">Its engine.</param>
/// <param name="id">Its full id.</param>
/// <param name="takeSeat">Gives the seat that is held until the view is closed, or says why there is none.</param>
/// <param name="engineNow">The time on the engine's clock.</param>
/// <param name="clock">The console's.</param>
public sealed class LogFollower(
    ContainerDesk desk, string engine, string id, Func<Task<IDisposable>> takeSeat, Func<DateTimeOffset> engineNow, TimeProvider clock) : IDisposable
{
    public const int LinesPerWindow = 10_000;

    private const int CharsPerWindow = 1_000_000;

    /// <summary>So many of the newest lines are shown after a skip.</summary>
    private const int LinesAfterSkip = 1_000;

    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    public static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _changed = new(0, 1);
    private DateTimeOffset? _lastTime;
    private IDisposable? _seat;

    public LogRing Ring { get; } = new();

    public LogPhase Phase { get; private set; }

    /// <summary>Why it failed, in an operator's words.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Returns after a change since the last call.</summary>
    public Task WaitForChangeAsync(CancellationToken ct) => _changed.WaitAsync(ct);

    /// <summary>Reads until the log ends, fails or is full; again from where it ended when called again.</summary>
    public async Task RunAsync(LogQuery query, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(query);
        try
        {
            Show(LogPhase.Opening);
            _seat ??= await takeSeat();
            var next = _lastTime is { } last ? query with { Tail = null, Since = last.AddTicks(1) } : query;
            while (next is not null)
                next = await ReadAsync(next, ct);
        }
        catch (DeskException ex)
        {
            Fault = ex.Message;
            Show(LogPhase.Failed);
        }
    }

    public void Dispose()
    {
        _seat?.Dispose();
        _changed.Dispose();
    }

    // Returns what to read next: null at the end.
    private async Task<LogQuery?> ReadAsync(LogQuery query, CancellationToken ct)
    {
        var opened = engineNow();
        var pace = new Pace(clock);
        // An idle log says nothing; the page must not call it opening for ever.
        if (query.Follow)
            Show(LogPhase.Following);
        await foreach (var line in desk.ReadLogsAsync(engine, id, query, ct))
        {
            Ring.Add(line);
            _lastTime = line.Time ?? _lastTime;
            Changed();
            if (!query.Follow && Ring.IsFull)
            {
                Show(LogPhase.Full);
                return null;
            }

            if (!pace.Spend(line.Text.Length))
                continue;
            if (query.Follow && line.Time is { } time && time > opened && engineNow() - time > LongestLag)
                return Skip(query, time);
            await pace.RestAsync(ct);
        }

        Show(LogPhase.Ended);
        return null;
    }

    private LogQuery Skip(LogQuery query, DateTimeOffset from)
    {
        Ring.AddNote(string.Create(
            CultureInfo.InvariantCulture,
            $"Lines skipped after {from.UtcDateTime:HH:mm:ss.fff} UTC: the container writes faster than they can be shown. The download has them all."));
        Changed();
        return query with { Tail = LinesAfterSkip, Since = from.AddTicks(1) };
    }

    private void Show(LogPhase phase)
    {
        Phase = phase;
        Changed();
    }

    private void Changed()
    {
        if (_changed.CurrentCount == 0)
            _changed.Release();
    }

    /// <summary>What may be read in a window of time.</summary>
    private sealed class Pace(TimeProvider clock)
    {
        private long _began = clock.GetTimestamp();
        private int _lines;
        private int _chars;

        /// <summary>Whether that was the last for this window.</summary>
        public bool Spend(int chars)
        {
            _lines++;
            _chars += chars;
            return _lines >= LinesPerWindow || _chars >= CharsPerWindow;
        }

        public async Task RestAsync(CancellationToken ct)
        {
            if (Window - clock.GetElapsedTime(_began) is { Ticks: > 0 } rest)
                await Task.Delay(rest, clock, ct);
            (_began, _lines, _chars) = (clock.GetTimestamp(), 0, 0);
        }
    }
}

using Rtm.Console.Inspection;
using Rtm.Console.Verdicts;
using Rtm.Docker;

namespace Rtm.Console.Components.ContainerTabs.Logs;

/// <summary>One reading of a log for one page, and the drawing of it: at once, then at most ten times a second.</summary>
internal sealed class LogReading(
    LogFollower follower,
    LogQuery query,
    ContainerFacts facts,
    bool engineAnswers,
    Func<Task> draw,
    Func<Exception, Task> fail,
    TimeProvider clock) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _reading = Task.CompletedTask;
    private Task? _drawing;
    private DateTimeOffset? _startedAt = facts.StartedAt;
    private bool _answers = engineAnswers;

    public LogFollower Follower => follower;

    /// <summary>Reads, or reads on after an end.</summary>
    public void Start()
    {
        _drawing ??= GuardedAsync(DrawAsync);
        if (_reading.IsCompleted)
            _reading = GuardedAsync(() => follower.RunAsync(query, _stop.Token));
    }

    /// <summary>Reads on when the container was started again, or the engine answers again.</summary>
    public void GoOn(ContainerFacts now, bool answers)
    {
        var isAnotherRun = now.State == "running" && now.StartedAt is { } started && started != _startedAt;
        var isBack = answers && !_answers;
        _startedAt = now.StartedAt ?? _startedAt;
        _answers = answers;
        if (query.Follow && ((isAnotherRun && follower.Phase == LogPhase.Ended) || (isBack && follower.Phase == LogPhase.Failed)))
            Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_reading, _drawing ?? Task.CompletedTask);
        follower.Dispose();
        _stop.Dispose();
    }

    private async Task DrawAsync()
    {
        while (true)
        {
            await follower.WaitForChangeAsync(_stop.Token);
            await draw();
            await Task.Delay(LogPace.Window, clock, _stop.Token);
        }
    }

    private async Task GuardedAsync(Func<Task> job)
    {
        try
        {
            await job();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception ex)
        {
            await fail(ex);
        }
    }
}

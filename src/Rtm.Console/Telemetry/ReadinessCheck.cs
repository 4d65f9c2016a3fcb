using Microsoft.Extensions.Diagnostics.HealthChecks;
using Rtm.Console.Relay;

namespace Rtm.Console.Telemetry;

/// <summary>
/// Ready when each engine has been asked once, whatever it answered, and the history was open once. What fails later is shown on the pages:
/// taking the console away then would take away the one place that says so.
/// </summary>
internal sealed class ReadinessCheck(BoardDirectory directory, ITimelineArchive archive) : IHealthCheck
{
    private volatile bool _isReady;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var waiting = _isReady ? [] : Waiting().ToArray();
        if (waiting.Length > 0)
            return Task.FromResult(HealthCheckResult.Degraded(string.Join(" ", waiting)));

        _isReady = true;
        return Task.FromResult(HealthCheckResult.Healthy("Every engine was asked, and the history is open."));
    }

    private IEnumerable<string> Waiting()
    {
        foreach (var board in directory.Boards)
        {
            var now = board.Current;
            if (now.AsOf is null && now.Connection.Reason is null)
                yield return $"Engine '{board.Engine}' has not been asked yet.";
        }

        if (archive.State is { DownSince: not null } down)
            yield return $"The history is not open: {down.Reason}";
    }
}

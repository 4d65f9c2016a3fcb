using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

public sealed class RunCancellationTests(SharedEngine shared)
{
    private const int Cancellations = 30;
    private const int AtOnce = 3;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_CancelledBeforeItBegins_SendsNothing()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sandbox.Docker.RunAsync(sandbox.Spec("unwanted"), cancelled.Token));

        Assert.Empty(await sandbox.Docker.ListAsync(sandbox.Mine, Ct));
    }

    [Fact]
    public async Task Run_CancelledAsItBegins_LeavesNothing()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        using var caller = new CancellationTokenSource();

        var run = sandbox.Docker.RunAsync(sandbox.Spec("regretted"), caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Empty(await sandbox.Docker.ListAsync(sandbox.Mine, Ct));
    }

    [Fact]
    public async Task Run_CancelledAtAnyMoment_LeavesOnlyWhatItReported()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        var reported = await CancelAllOverAsync(sandbox, name => sandbox.Spec(name));

        Assert.Equal(reported, await NamesLeftAsync(sandbox));
    }

    [Fact]
    public async Task Run_FailingStartCancelledAtAnyMoment_LeavesNothing()
    {
        await using var sandbox = new Sandbox(shared.Engine);

        var reported = await CancelAllOverAsync(sandbox, name => sandbox.Spec(name, "/no/such/program"));

        Assert.Empty(reported);
        Assert.Empty(await NamesLeftAsync(sandbox));
    }

    /// <summary>Cancels runs at moments spread over the time one takes, closer to each other during its quick beginning; the names of those that were reported as done all the same.</summary>
    private static async Task<IEnumerable<string>> CancelAllOverAsync(Sandbox sandbox, Func<string, RunSpec> spec)
    {
        var duration = await MeasureAsync(sandbox, spec);
        var reported = new System.Collections.Concurrent.ConcurrentBag<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Ct };
        await Parallel.ForAsync(0, Cancellations, options, async (turn, _) =>
        {
            using var caller = new CancellationTokenSource(duration * Math.Pow(turn / (double)Cancellations, 2));
            var wanted = spec($"cancelled-{turn}");
            try
            {
                await sandbox.Docker.RunAsync(wanted, caller.Token);
                reported.Add(wanted.Name);
            }
            catch (OperationCanceledException)
            {
                // Nothing may be left of it.
            }
            catch (EngineException error) when (error.Operation == "start container")
            {
                // The start failed before the cancellation came: nothing may be left either.
            }
        });
        return reported.Order(StringComparer.Ordinal);
    }

    private static async Task<TimeSpan> MeasureAsync(Sandbox sandbox, Func<string, RunSpec> spec)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(turn => Record.ExceptionAsync(() => sandbox.Docker.RunAsync(spec($"measured-{turn}"), Ct)).AsTask()));
        var duration = TimeProvider.System.GetElapsedTime(started);
        foreach (var measured in await sandbox.Docker.ListAsync(sandbox.Mine, Ct))
            await sandbox.Raw.ForceRemoveAsync(measured.Id, Ct);
        return duration;
    }

    private static async Task<IEnumerable<string>> NamesLeftAsync(Sandbox sandbox) =>
        (await sandbox.Docker.ListAsync(sandbox.Mine, Ct)).Select(left => left.Hostname).Order(StringComparer.Ordinal);
}

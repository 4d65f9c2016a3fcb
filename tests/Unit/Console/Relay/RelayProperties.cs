using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>Whatever happens to the connection: in the end the board equals the engine's list, and no event is lost without a gap around it.</summary>
public class RelayProperties
{
    private const int Schedules = 1_000;
    private const int Steps = 25;
    private const int Rests = 10;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Run_AnyFaultSchedule_EndsRight() =>
        Parallel.ForEachAsync(Enumerable.Range(1, Schedules), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (seed, ct) =>
        {
            try
            {
                await RunAsync(seed, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Schedule {seed} failed: {e.Message}", e);
            }
        });

    private static async Task RunAsync(int seed, CancellationToken ct)
    {
        var random = new Random(seed);
        await using var bench = new RelayBench();
        var engine = new FakeEngine("local", bench.Clock);
        engine.Put(Enumerable.Range(1, 5).Select(bench.Samples.Running));
        var board = await bench.StartLiveAsync(engine, ct);
        var next = 6;
        for (var step = 0; step < Steps; step++)
        {
            next = Step(random, bench, engine, next);
            // Without a rest now and then a whole schedule is one loss.
            if (random.Next(Rests) > 0)
                continue;
            engine.ComeBackRemembering();
            await bench.UntilAsync("live again", () => board.Current.Connection.Phase == ConnectionPhase.Live && engine.Listeners > 0, ct, deadline: RelayBench.Patience);
        }

        engine.ComeBackRemembering();
        await bench.AgreesAsync(engine, board, ct);
    }

    private static int Step(Random random, RelayBench bench, FakeEngine engine, int next)
    {
        var all = engine.Containers;
        var any = all.Count > 0 ? all[random.Next(all.Count)] : null;
        switch (random.Next(14))
        {
            case 0 or 1 when any is not null:
                engine.Die(any.Id, random.Next(256));
                break;
            case 2 or 3 when any is not null:
                engine.Happen(any.Id, "rename", c => c with { Name = $"renamed-{next++}" });
                break;
            case 4 when any is not null:
                engine.Destroy(any.Id);
                break;
            case 5 when any is not null:
                engine.Happen(any.Id, "start", c => c with { Status = "running", StartedAt = bench.Clock.GetUtcNow() });
                break;
            case 6:
                var created = bench.Samples.NeverStarted(next++);
                engine.Put(created);
                engine.Publish(created, "create");
                break;
            case 7:
                engine.BreakEvents(new EngineStreamException(new("local", "watch events", ""), "cut"));
                break;
            case 8:
                engine.FreezeEvents();
                break;
            case 9:
                engine.GoDown();
                break;
            case 10:
                engine.ComeBackRemembering();
                break;
            case 11:
                // A restart ends what listens.
                engine.ComeBack();
                engine.BreakEvents(new EngineStreamException(new("local", "watch events", ""), "ended"));
                break;
            case 12 when any is not null:
                for (var i = 0; i < 300; i++)
                    engine.Publish(any, "exec_start");
                break;
            default:
                bench.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(1, 6_000)));
                break;
        }

        return next;
    }
}

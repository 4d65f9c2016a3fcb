using Rtm.Console.Commands;
using Rtm.Console.Verdicts;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>What the list says of an end, from the read street and this console's own acts together.</summary>
public class CauseBookTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EndOf_StoppedByAnOperator_ReadsAsPlanned()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        await bench.FinishAsync(Persons.Operator, bench.Stop(bench.Engine.Containers[0]), Ct);

        var text = await VerdictAsync(bench, "Stopped");

        Assert.Equal("Stopped by Oli Operator: SIGTERM, exit 143", text);
    }

    [Fact]
    public async Task EndOf_StopBeforeTheConsolesStart_IsKnownFromTheAudit()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Exited(1, 137), Ct);
        var ended = bench.Engine.Containers[0].FinishedAt!.Value;
        bench.Acted.Remember([new()
        {
            ActionId = bench.NewId(),
            Action = CommandAction.Stop,
            Actor = new("sub-oli", "Oli Operator", "operator"),
            Engine = "local",
            ContainerId = bench.Engine.Containers[0].Id,
            AcceptedAt = ended.AddSeconds(-30),
            FinishedAt = ended.AddSeconds(1),
            Grace = TimeSpan.FromSeconds(30),
        }], DateTimeOffset.MinValue);

        Assert.Equal("Stopped by Oli Operator: SIGTERM, grace 30 s ran out, SIGKILL", await VerdictAsync(bench, "Stopped"));
    }

    [Fact]
    public async Task EndOf_CrashLater_IsNotBlamedOnAnEarlierStop()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        var container = bench.Engine.Containers[0];
        await bench.FinishAsync(Persons.Operator, bench.Stop(container), Ct);
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.Engine.StartAsync(container.Id, Ct);
        bench.Clock.Advance(TimeSpan.FromSeconds(4));
        bench.Engine.Die(container.Id, 139);

        Assert.Equal("Crashed after 4 s, exit 139 (SIGSEGV)", await VerdictAsync(bench, "Crashed after"));
    }

    private static Task<string> VerdictAsync(CommandBench bench, string begins) => Eventually.ValueAsync(
        $"a verdict '{begins} …'",
        () => bench.Board.Current.Containers.Values.Single() is var shown ? Verdict.Of(shown.Facts, bench.Clock.GetUtcNow(), bench.Causes.EndOf(shown)).Text : "",
        text => text.StartsWith(begins, StringComparison.Ordinal), Ct, CommandBench.Patience);
}

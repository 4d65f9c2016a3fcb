using Rtm.Console.Relay;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Relay;

/// <summary>The relay on a real engine that is hurt: afterwards the board equals the engine's list, and the timeline is complete or says that it isn't.</summary>
public sealed class RealEngineTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Relay_DaemonKilledAndBack_SaysSoAndAgrees()
    {
        await using var relayed = await RelayedEngine.StartAsync("relaykill", Ct);
        await relayed.RunAsync("survivor", Ct);
        await relayed.AgreesAsync(Ct);

        await relayed.Engine.KillAsync(Ct);
        await relayed.LostAsync(Ct);
        await relayed.Engine.StartAsync(Ct);

        await relayed.AgreesAsync(Ct);
        await ForgottenAsync(relayed);
        Assert.Contains(relayed.Timeline.Current.Rows.OfType<TimelineDifference>(), d => d.Difference is { Name: "survivor", Before: "running", After: "exited (255)" });
    }

    [Fact]
    public async Task Relay_DaemonStoppedAndBack_SaysSoAndAgrees()
    {
        await using var relayed = await RelayedEngine.StartAsync("relayterm", Ct);
        await relayed.RunAsync("survivor", Ct);
        await relayed.AgreesAsync(Ct);

        await relayed.Engine.TerminateAsync(Ct);
        await relayed.LostAsync(Ct);
        await relayed.Engine.StartAsync(Ct);
        await relayed.RunAsync("newcomer", Ct);

        await relayed.AgreesAsync(Ct);
        await ForgottenAsync(relayed);
        await Eventually.TrueAsync("the events after it", () => relayed.Events.Any(e => e is { Name: "newcomer", Action: "start" }), Ct, Patience);
    }

    [Fact]
    public async Task Relay_DaemonFrozenAndThawed_LosesNothing()
    {
        await using var relayed = await RelayedEngine.StartAsync("relaycold", Ct);
        await relayed.RunAsync("survivor", Ct);
        await relayed.AgreesAsync(Ct);

        await relayed.Engine.FreezeAsync(Ct);
        await relayed.LostAsync(Ct);
        await relayed.Engine.ThawAsync(Ct);
        await relayed.RunAsync("newcomer", Ct);
        await relayed.DoAsync("docker kill survivor", Ct);

        await relayed.AgreesAsync(Ct);
        await CompleteAsync(relayed);
        Assert.Empty(relayed.Timeline.Current.Gaps);
    }

    [Fact]
    public async Task Relay_TwoThousandRenames_HearsEachOnce()
    {
        await using var relayed = await RelayedEngine.StartAsync("relayname", Ct);
        var id = await relayed.Engine.DockerAsync(Ct, "create", "--name", "game-0", "--label", $"{RelayedEngine.Owner}=rtm", SharedEngine.Image);

        await RenameAsync(relayed, id, 2_000);

        await relayed.AgreesAsync(Ct);
        await Eventually.TrueAsync("the last rename", () => relayed.Events.Any(e => e is { Action: "rename", Name: "game-2000" }), Ct, Patience);
        Assert.Empty(relayed.Timeline.Current.Gaps);
        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => $"game-{i}"), relayed.Events.Where(e => e.Action == "rename").Select(e => e.Detail));
    }

    [Fact]
    public async Task Relay_HundredContainersComeAndGo_HearsEveryEventOfEach()
    {
        await using var relayed = await RelayedEngine.StartAsync("relaymany", Ct);

        await relayed.DoAsync(
            $"for i in $(seq 100); do docker run --rm --network none --label {RelayedEngine.Owner}=rtm --name game-$i {SharedEngine.Image} true & [ $((i % 10)) -gt 0 ] || wait; done; wait", Ct);

        await relayed.AgreesAsync(Ct);
        Assert.Empty(relayed.Board.Current.Containers);
        await Eventually.TrueAsync("every destroy", () => relayed.Events.Count(e => e.Action == "destroy") >= 100, Ct, Patience);
        Assert.Empty(relayed.Timeline.Current.Gaps);
        Assert.All(relayed.Events.GroupBy(e => e.Name), of => Assert.Equal(["create", "start", "die", "destroy"], of.Select(e => e.Action).Where(a => a is not "attach")));
        Assert.Equal(100, relayed.Events.Select(e => e.ContainerId).Distinct().Count());
    }

    private static async Task ForgottenAsync(RelayedEngine relayed)
    {
        await Eventually.TrueAsync("the gap, explained", () => relayed.Timeline.Current.Gaps is [{ Changes: not null }], Ct, Patience);
        Assert.Equal(GapCause.EngineRestarted, relayed.Timeline.Current.Gaps[0].Cause);
    }

    /// <summary>Compares with what the engine itself still has.</summary>
    private static async Task CompleteAsync(RelayedEngine relayed)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var told = await relayed.Engine.DockerAsync(Ct, "events", "--since", "1", "--until", $"{now}", "--filter", "type=container", "--format", "{{.TimeNano}} {{.Action}} {{.ID}}");
        var real = told.Split('\n').Where(line => line.Length > 0).ToList();
        await Eventually.TrueAsync("every event of the engine", () => !real.Except(relayed.Events.Select(e => $"{e.TimeNano} {e.Action} {e.ContainerId}")).Any(), Ct, Patience);
        var heard = relayed.Events.Select(e => (e.TimeNano, e.Action, e.ContainerId)).ToList();
        Assert.Equal(heard.Distinct(), heard);
    }

    private static async Task RenameAsync(RelayedEngine relayed, string containerId, int times)
    {
        using var raw = new RawEngine(relayed.Engine);
        for (var i = 1; i <= times; i++)
            await raw.RenameAsync(containerId, $"game-{i}", Ct);
    }
}

using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Commands;

/// <summary>A new container in an old one's place on a real engine, and what stays when that goes wrong.</summary>
public sealed class RecreateTests(SharedEngine shared) : IDisposable
{
    private const string Games = "echo ready; exec sleep 600";

    private static readonly CommandOptions Allowed = new() { Images = ["docker.io/rtm-test"], Networks = [SharedEngine.Network], RunWellAfter = TimeSpan.FromSeconds(1) };

    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recreate_Running_IsReplacedUnderItsNameAndTheOldOneIsGone()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var site = await CommandSite.StartAsync(sandbox, shared.Engine, _folder, Allowed, Ct);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("game", Games), Ct);

        var outcome = await RecreateAsync(site, sandbox.Spec("game", "sleep", "601"), id);

        Assert.True(outcome.Result == CommandResult.Done, outcome.Words);
        var fresh = await sandbox.Docker.InspectContainerAsync(sandbox.NameOf("game"), Ct);
        Assert.Equal((outcome.Produced, "running", "sleep 601"), (fresh.Id, fresh.Status, string.Join(' ', fresh.Cmd)));
        await Assert.ThrowsAsync<ContainerNotFoundException>(() => sandbox.Docker.InspectContainerAsync(id, Ct));
        var end = (await site.Audit.ReadBeforeAsync(new() { ActionId = outcome.ActionId, Kind = AuditKind.Outcome }, null, 1, Ct))[0].Row;
        Assert.Matches("die.*rename.*create start destroy", end.Events);
    }

    [Fact]
    public async Task Recreate_CommandThatIsNotThere_PutsTheOldOneBackAndRunsIt()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var site = await CommandSite.StartAsync(sandbox, shared.Engine, _folder, Allowed, Ct);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("game", Games), Ct);

        var outcome = await RecreateAsync(site, sandbox.Spec("game", "/no/such/program"), id);

        Assert.Equal(CommandResult.Failed, outcome.Result);
        Assert.EndsWith("was started again as it was.", outcome.Words, StringComparison.Ordinal);
        var back = await sandbox.Docker.InspectContainerAsync(sandbox.NameOf("game"), Ct);
        Assert.Equal((id, "running"), (back.Id, back.Status));
        Assert.Single(await sandbox.Docker.ListAsync(sandbox.Mine, Ct));
    }

    [Fact]
    public async Task Recreate_NewOneEndsByItself_KeepsTheOldOneStopped()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var site = await CommandSite.StartAsync(sandbox, shared.Engine, _folder, Allowed, Ct);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("game", Games), Ct);

        var outcome = await RecreateAsync(site, sandbox.ShellSpec("game", "exit 3"), id);

        Assert.Equal(CommandResult.Failed, outcome.Result);
        Assert.Contains("exit 3", outcome.Words, StringComparison.Ordinal);
        var kept = await sandbox.Docker.InspectContainerAsync(id, Ct);
        Assert.Equal(($"{sandbox.NameOf("game")}-old-{id[..6]}", "exited"), (kept.Name, kept.Status));
    }

    private static async Task<CommandOutcome> RecreateAsync(CommandSite site, RunSpec spec, string id)
    {
        spec = spec with { Labels = new Dictionary<string, string>() };
        // What the board shows can be a moment old: then the gate says so, and one looks again.
        return await Eventually.ValueAsync("what was seen to be current", async () =>
        {
            var seen = await site.SeeAsync(id, "running", Ct);
            var preview = await site.Desk.PreviewAsync(Persons.Admin, site.EngineName, spec, id, Ct);
            Assert.Empty(preview.Faults);
            return await site.FinishAsync(
                new RecreateCommand
                {
                    ActionId = CommandSite.NewId(),
                    Engine = site.EngineName,
                    ContainerId = id,
                    Seen = seen,
                    Grace = TimeSpan.Zero,
                    TypedName = spec.Name,
                    Spec = spec,
                    PreviewHash = preview.Hash,
                },
                Ct);
        }, o => !o.MovedOn, Ct, TimeSpan.FromSeconds(60));
    }
}

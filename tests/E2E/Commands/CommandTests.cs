using Rtm.Console.Commands;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;
using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Commands;

/// <summary>The write street on a real engine: what it says was done was done, and the engine's own events say so.</summary>
public sealed class CommandTests(SharedEngine shared) : IDisposable
{
    private const string IgnoresTerm = "trap '' TERM; echo ready; while :; do sleep 0.1; done";

    private static readonly CommandOptions NothingAllowed = new();

    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stop_ThatIgnoresTerm_IsDoneAndReadsAsPlanned()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var site = await CommandSite.StartAsync(sandbox, shared.Engine, _folder, NothingAllowed, Ct);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("stubborn", IgnoresTerm), Ct);

        var outcome = await site.StopAsync(await site.SeeAsync(id, "running", Ct), 1, Ct);

        Assert.Equal(CommandResult.Done, outcome.Result);
        await site.SeeAsync(id, "exited", Ct);
        var shown = site.Board.Current.Containers[id];
        Assert.Equal("Stopped by Ada Admin: SIGTERM, grace 1 s ran out, SIGKILL", Verdict.Of(shown.Facts, TimeProvider.System.GetUtcNow(), site.Causes.EndOf(shown)).Text);
        var rows = await site.Audit.ReadBeforeAsync(new() { ActionId = outcome.ActionId }, null, 10, Ct);
        Assert.Equal([AuditKind.Outcome, AuditKind.Intent], rows.Select(e => e.Row.Kind));
        Assert.StartsWith("kill(15) kill(9) die(137)", rows[0].Row.Events, StringComparison.Ordinal);
        Assert.True((await site.Audit.CheckAsync(Ct)).IsWhole);
    }

    [Fact]
    public async Task StartRestartKillAndRemove_OneAfterTheOther_AreEachDone()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var site = await CommandSite.StartAsync(sandbox, shared.Engine, _folder, NothingAllowed, Ct);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("busy", IgnoresTerm), Ct);
        var results = new List<CommandResult>();

        await DoAsync("running", seen => new RestartCommand { ActionId = CommandSite.NewId(), Engine = site.EngineName, ContainerId = id, Seen = seen, Grace = TimeSpan.Zero });
        await DoAsync("running", seen => new KillCommand { ActionId = CommandSite.NewId(), Engine = site.EngineName, ContainerId = id, Seen = seen });
        await DoAsync("exited", seen => new StartCommand { ActionId = CommandSite.NewId(), Engine = site.EngineName, ContainerId = id, Seen = seen });
        await DoAsync("running", seen => new StopCommand { ActionId = CommandSite.NewId(), Engine = site.EngineName, ContainerId = id, Seen = seen, Grace = TimeSpan.Zero });
        await DoAsync("exited", seen => new RemoveCommand { ActionId = CommandSite.NewId(), Engine = site.EngineName, ContainerId = id, Seen = seen, TypedName = sandbox.NameOf("busy") });

        Assert.Equal(Enumerable.Repeat(CommandResult.Done, 5), results);
        await Assert.ThrowsAsync<ContainerNotFoundException>(() => sandbox.Docker.InspectContainerAsync(id, Ct));

        async Task DoAsync(string state, Func<SeenContainer, CommandRequest> request)
        {
            // What the board shows can be a moment old: then the gate says so, and one looks again.
            var outcome = await Eventually.ValueAsync(
                "what was seen to be current", async () => await site.FinishAsync(request(await site.SeeAsync(id, state, Ct)), Ct),
                o => !o.Words.Contains("has moved on", StringComparison.Ordinal), Ct, TimeSpan.FromSeconds(60));
            results.Add(outcome.Result);
        }
    }

    [Fact]
    public async Task Stop_ConsoleEndsInTheMiddle_IsSettledAtTheNextStart()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.RunUntilReadyAsync(sandbox.ShellSpec("stubborn", IgnoresTerm), Ct);
        string actionId;
        await using (var site = await CommandSite.StartAsync(sandbox, shared.Engine, _folder, NothingAllowed, Ct))
        {
            var seen = await site.SeeAsync(id, "running", Ct);
            var ticket = site.Desk.Submit(Persons.Operator, new StopCommand { ActionId = CommandSite.NewId(), Engine = site.EngineName, ContainerId = id, Seen = seen, Grace = TimeSpan.FromSeconds(5) });
            Assert.Equal(CommandResult.Accepted, (await ticket.Answered.WaitAsync(TimeSpan.FromSeconds(60), Ct)).Result);
            // The engine has begun: what is cut off now, it ends by itself.
            await Eventually.TrueAsync("the signal", () => site.Timeline.Current.Rows.Any(r => r is TimelineEvent { Action: "kill" }), Ct, TimeSpan.FromSeconds(60));
            actionId = ticket.ActionId;
        }

        await sandbox.StatusAsync(id, "exited", Ct);
        await using var next = await CommandSite.StartAsync(sandbox, shared.Engine, _folder, NothingAllowed, Ct);

        var settled = await Eventually.ValueAsync(
            "the outcome", async () => await next.Audit.ReadBeforeAsync(new() { ActionId = actionId, Kind = AuditKind.Outcome }, null, 1, Ct), rows => rows.Count == 1, Ct, TimeSpan.FromSeconds(60));
        Assert.Equal("The console ended in the middle of it. Looked at after its start: done, it has ended with exit 137.", settled[0].Row.Words);
    }

    [Fact]
    public async Task PullAndRun_FromARealRegistry_RunsTheDigestThatWasPulled()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        var image = $"{registry.Address}/galaxy/game:1";
        await Busybox.ImportAsync(shared.Engine, image, Ct, "CMD [\"sleep\", \"600\"]");
        await sandbox.CliAsync(Ct, "push", image);
        await sandbox.CliAsync(Ct, "rmi", image);
        await using var site = await CommandSite.StartAsync(
            sandbox, shared.Engine, _folder, new() { Images = [$"{registry.Address}/galaxy"], Networks = [SharedEngine.Network] }, Ct);

        var pulled = await site.FinishAsync(new PullCommand { ActionId = CommandSite.NewId(), Engine = site.EngineName, Image = image }, Ct);
        var spec = sandbox.Spec("fresh") with { Image = image, Labels = new Dictionary<string, string>() };
        var preview = await site.Desk.PreviewAsync(Persons.Admin, site.EngineName, spec, null, Ct);
        var run = await site.FinishAsync(new RunCommand { ActionId = CommandSite.NewId(), Engine = site.EngineName, Spec = spec, PreviewHash = preview.Hash }, Ct);

        Assert.Equal(("", CommandResult.Done), (string.Join("; ", preview.Faults), pulled.Result));
        Assert.True(run.Result == CommandResult.Done, run.Words);
        var made = await sandbox.Docker.InspectContainerAsync(run.Produced, Ct);
        Assert.Equal((pulled.Produced, sandbox.Id, "sub-ada"), (made.ImageRef, made.Labels[Sandbox.LabelKey], made.Labels["com.galaxy.actor"]));
    }

    [Fact]
    public async Task Pull_MissingTag_FailsInTheRegistrysWords()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var registry = await PrivateRegistry.StartAsync(Ct);
        await using var site = await CommandSite.StartAsync(sandbox, shared.Engine, _folder, new() { Images = [registry.Address] }, Ct);

        var outcome = await site.FinishAsync(new PullCommand { ActionId = CommandSite.NewId(), Engine = site.EngineName, Image = $"{registry.Address}/galaxy/nothing:1" }, Ct);

        Assert.Equal(CommandResult.Failed, outcome.Result);
        Assert.Contains("not found", outcome.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_OfAForeignContainer_LeavesItAlone()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var neighbour = new Sandbox(shared.Engine);
        await using var site = await CommandSite.StartAsync(sandbox, shared.Engine, _folder, NothingAllowed, Ct);
        var id = await neighbour.RunUntilReadyAsync(neighbour.ShellSpec("foreign", IgnoresTerm), Ct);

        var outcome = await site.StopAsync(new() { Id = id, State = "running" }, 0, Ct);

        Assert.Equal((CommandResult.Refused, $"Engine '{site.EngineName}' has no container {id[..12]}."), (outcome.Result, outcome.Words));
        Assert.Equal("running", (await neighbour.Docker.InspectContainerAsync(id, Ct)).Status);
    }
}

using System.Text.Json;
using Rtm.Console.Commands;
using Rtm.Console.Exports;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>What may be run, and that what was shown is what is sent.</summary>
public class RunCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_AsPreviewed_StartsThePinnedImageWithTheServersLabels()
    {
        await using var bench = await StartAsync();

        var outcome = await bench.FinishAsync(Persons.Operator, await CommandAsync(bench, RunSamples.Spec), Ct);

        Assert.Equal((CommandResult.Done, "game-90 was started."), (outcome.Result, outcome.Words));
        var made = await bench.Engine.InspectContainerAsync(outcome.Produced, Ct);
        Assert.Equal(RunSamples.Image().RepoDigests[0], made.ImageRef);
        Assert.Equal(("rtmanager", "sub-oli"), (made.Labels[SampleContainers.OwnerLabel], made.Labels[RunRules.ActorLabel]));
    }

    [Fact]
    public async Task Run_Audited_HasTheHashAndNoSecret()
    {
        await using var bench = await StartAsync();
        var command = await CommandAsync(bench, RunSamples.Spec);

        await bench.FinishAsync(Persons.Operator, command, Ct);

        var intent = bench.Ledger.Rows[0];
        Assert.Equal(command.PreviewHash, intent.RequestHash);
        Assert.Contains("GAME_TOKEN", intent.Request, StringComparison.Ordinal);
        Assert.DoesNotContain("not-for-everyone", intent.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Exported_HasNoSecretInAnyRow()
    {
        await using var bench = await StartAsync();
        await bench.FinishAsync(Persons.Operator, await CommandAsync(bench, RunSamples.Spec), Ct);

        var lines = bench.Ledger.Rows.Select((row, i) => AuditExport.Line(new(i, "", row)) + JsonSerializer.Serialize(row)).ToArray();

        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Contains("game-90", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.DoesNotContain("not-for-everyone", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_TagMovedSinceThePreview_IsRefused()
    {
        await using var bench = await StartAsync();
        var command = await CommandAsync(bench, RunSamples.Spec);
        bench.Engine.PutImage(RunSamples.Image(content: 7));

        var outcome = await bench.FinishAsync(Persons.Operator, command, Ct);

        Assert.Equal(CommandResult.Refused, outcome.Result);
        Assert.Equal(0, bench.Acts);
    }

    [Fact]
    public async Task Run_FormChangedSinceThePreview_IsRefused()
    {
        await using var bench = await StartAsync();
        var command = await CommandAsync(bench, RunSamples.Spec);

        Assert.Equal(CommandResult.Refused, (await bench.FinishAsync(Persons.Operator, command with { Spec = command.Spec with { Cmd = ["sh"] } }, Ct)).Result);
        Assert.Equal(0, bench.Acts);
    }

    [Fact]
    public async Task Preview_LabelThatSetsTheOwner_IsNamed()
    {
        await using var bench = await StartAsync();
        var spec = RunSamples.Spec with { Labels = new Dictionary<string, string> { [SampleContainers.OwnerLabel] = "somebody", [RunRules.ActorLabel] = "sub-ada" } };

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", spec, Ct);

        Assert.Equal(["Labels[com.galaxy.owner]", "Labels[com.galaxy.actor]"], preview.Faults.Select(f => f.Field));
    }

    [Fact]
    public async Task Preview_EverythingWrong_IsReportedAtOnce()
    {
        await using var bench = await StartAsync();
        var spec = RunSamples.Spec with { Name = "game-1", Image = "evil.example/x:1", Network = "host", CpuQuota = 99, Memory = "1t", PidsLimit = 0, BindMounts = [new("/etc", "/x", true)] };
        await Eventually.TrueAsync("the host's size", () => bench.Board.Current.Info is not null, Ct, CommandBench.Patience);

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", spec, Ct);

        Assert.Equal(
            ["BindMounts[0].HostPath", "CpuQuota", "Image", "Memory", "Name", "Network", "PidsLimit"],
            preview.Faults.Select(f => f.Field).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Preview_NothingConfigured_AllowsNothing()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        bench.Engine.PutImage(RunSamples.Image());

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec, Ct);

        Assert.Equal(["Image", "Network"], preview.Faults.Select(f => f.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Preview_ImageByItsIdWhereTheDefaultRegistryIsAllowed_IsRefused()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, RunSamples.Allowed with { Images = ["docker.io/library"] });
        bench.Engine.PutImage(RunSamples.Image());

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec with { Image = RunSamples.Image().Id }, Ct);

        Assert.Equal("Image", Assert.Single(preview.Faults).Field);
    }

    [Fact]
    public async Task Preview_ByAViewer_ShowsNothing()
    {
        await using var bench = await StartAsync();

        var preview = await bench.Desk.PreviewAsync(Persons.Viewer, "local", RunSamples.Spec, Ct);

        Assert.Equal(("Running needs the role 'operator'; yours is 'viewer'.", ""), (preview.Refusal, preview.MaskedJson));
    }

    [Fact]
    public async Task Preview_ImageNotOnTheEngine_SaysToPullIt()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, RunSamples.Allowed);

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec, Ct);

        Assert.Equal($"'{SampleContainers.Image}' is not on engine 'local'; pull it first", Assert.Single(preview.Faults).Message);
    }

    private static async Task<CommandBench> StartAsync()
    {
        var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, RunSamples.Allowed);
        bench.Engine.PutImage(RunSamples.Image());
        bench.Engine.PutImage(RunSamples.Image() with { Ref = RunSamples.Image().RepoDigests[0] });
        return bench;
    }

    private static async Task<RunCommand> CommandAsync(CommandBench bench, RunSpec spec)
    {
        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", spec, Ct);
        Assert.Empty(preview.Faults);
        return new() { ActionId = bench.NewId(), Engine = "local", Spec = spec, PreviewHash = preview.Hash };
    }
}

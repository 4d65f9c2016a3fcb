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
        Assert.Contains("GAME_TOKEN=", intent.Request, StringComparison.Ordinal);
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
    public async Task Run_SpecChangedWhileTheIntentIsWritten_SendsWhatWasHashed()
    {
        await using var bench = await StartAsync();
        var (env, cmd) = (new Dictionary<string, string> { ["MODE"] = "safe" }, new List<string> { "serve" });
        var command = await CommandAsync(bench, RunSamples.Spec with { Env = env, Cmd = cmd });
        bench.Ledger.Writing = _ => (env["MODE"], cmd[0]) = ("otherwise", "sh");

        var outcome = await bench.FinishAsync(Persons.Operator, command, Ct);

        var made = await bench.Engine.InspectContainerAsync(outcome.Produced, Ct);
        Assert.Equal(["MODE=safe", "serve"], made.Env.Concat(made.Cmd));
        Assert.Equal(command.PreviewHash, bench.Ledger.Rows[0].RequestHash);
    }

    [Fact]
    public async Task Run_SecretsInCommandAndLabels_AreMaskedInPreviewAndAudit()
    {
        await using var bench = await StartAsync();
        var spec = RunSamples.Spec with
        {
            Cmd = ["serve", "--db-password", "hunter2-a", "--url=postgres://game:hunter2-b@db/x", "not-for-everyone"],
            Labels = new Dictionary<string, string> { ["api-token"] = "hunter2-c", ["team"] = "night" },
        };
        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", spec, null, Ct);

        await bench.FinishAsync(Persons.Operator, await CommandAsync(bench, spec), Ct);

        Assert.All([preview.MaskedJson, .. bench.Ledger.Rows.Select(row => row.ToString())], text =>
        {
            Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
            Assert.DoesNotContain("not-for-everyone", text, StringComparison.Ordinal);
        });
        Assert.Contains("\"team\": \"night\"", preview.MaskedJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SecretsInTheRequest_AreInItsHash()
    {
        await using var bench = await StartAsync();

        var one = await CommandAsync(bench, RunSamples.Spec with { Cmd = ["--password", "hunter2"] });
        var other = await CommandAsync(bench, RunSamples.Spec with { Cmd = ["--password", "hunter3"] });

        Assert.NotEqual(one.PreviewHash, other.PreviewHash);
    }

    [Fact]
    public async Task Preview_NameOfAContainerOutsideTheScope_IsNotFree()
    {
        await using var bench = await StartAsync();
        bench.Engine.Put(bench.Samples.Healthy(70) with { Name = "somebody-elses", Labels = new Dictionary<string, string>() });

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec with { Name = "somebody-elses" }, null, Ct);

        Assert.Equal(new RunSpecFault("Name", "'somebody-elses' is the name of another container on engine 'local'"), Assert.Single(preview.Faults));
    }

    [Fact]
    public async Task Preview_NameThatReadsLikeAnId_IsFree()
    {
        await using var bench = await StartAsync();

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec with { Name = bench.Engine.Containers[0].Id[..12] }, null, Ct);

        Assert.Empty(preview.Faults);
    }

    [Fact]
    public async Task Preview_MemoryBelowTheEnginesLeast_IsAFault()
    {
        await using var bench = await StartAsync();

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec with { Memory = "5m" }, null, Ct);

        Assert.Equal(new RunSpecFault("Memory", "the engine takes no less than 6 MiB"), Assert.Single(preview.Faults));
    }

    [Fact]
    public async Task Preview_LabelThatSetsTheOwner_IsNamed()
    {
        await using var bench = await StartAsync();
        var spec = RunSamples.Spec with { Labels = new Dictionary<string, string> { [SampleContainers.OwnerLabel] = "somebody", [RunRules.ActorLabel] = "sub-ada" } };

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", spec, null, Ct);

        Assert.Equal(["Labels[com.galaxy.owner]", "Labels[com.galaxy.actor]"], preview.Faults.Select(f => f.Field));
    }

    [Fact]
    public async Task Preview_EverythingWrong_IsReportedAtOnce()
    {
        await using var bench = await StartAsync();
        var spec = RunSamples.Spec with { Name = "game-1", Image = "evil.example/x:1", Network = "host", CpuQuota = 99, Memory = "1t", PidsLimit = 0, BindMounts = [new("/etc", "/x", true)] };
        await Eventually.TrueAsync("the host's size", () => bench.Board.Current.Info is not null, Ct, CommandBench.Patience);

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", spec, null, Ct);

        Assert.Equal(
            ["BindMounts[0].HostPath", "CpuQuota", "Image", "Memory", "Name", "Network", "PidsLimit"],
            preview.Faults.Select(f => f.Field).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Preview_NothingConfigured_AllowsNothing()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        bench.Engine.PutImage(RunSamples.Image());

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec, null, Ct);

        Assert.Equal(["Image", "Network"], preview.Faults.Select(f => f.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Preview_ImageByItsIdWhereTheDefaultRegistryIsAllowed_IsRefused()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, RunSamples.Allowed with { Images = ["docker.io/library"] });
        bench.Engine.PutImage(RunSamples.Image());

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec with { Image = RunSamples.Image().Id }, null, Ct);

        Assert.Equal("Image", Assert.Single(preview.Faults).Field);
    }

    [Fact]
    public async Task Preview_ByAViewer_ShowsNothing()
    {
        await using var bench = await StartAsync();

        var preview = await bench.Desk.PreviewAsync(Persons.Viewer, "local", RunSamples.Spec, null, Ct);

        Assert.Equal(("Running needs the role 'operator'; yours is 'viewer'.", ""), (preview.Refusal, preview.MaskedJson));
    }

    [Fact]
    public async Task Preview_ImageNotOnTheEngine_SaysToPullIt()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, RunSamples.Allowed);

        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec, null, Ct);

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
        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", spec, null, Ct);
        Assert.Empty(preview.Faults);
        return new() { ActionId = bench.NewId(), Engine = "local", Spec = spec, PreviewHash = preview.Hash };
    }
}

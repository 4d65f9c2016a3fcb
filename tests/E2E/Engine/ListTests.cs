using Rtm.Docker;
using Rtm.E2E.Tests.Engine.Support;
using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine;

public sealed class ListTests(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_EveryState_ShowsWhatDockerPsShows()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await sandbox.CreateAsync("created", Ct, SharedEngine.Image);
        await sandbox.RunAsync(sandbox.Spec("running"), Ct);
        await sandbox.RunToEndAsync("exited", "exit 3", Ct);
        var paused = await sandbox.RunAsync(sandbox.Spec("paused"), Ct);
        await sandbox.CliAsync(Ct, "pause", paused);

        var listed = await sandbox.Docker.ListAsync(sandbox.Mine, Ct);

        var shown = await sandbox.CliAsync(
            Ct, "ps", "--all", "--no-trunc", "--filter", $"label={Sandbox.LabelKey}={sandbox.Id}", "--format", "{{.ID}} {{.Names}} {{.State}} {{.Image}}");
        Assert.Equal(4, listed.Count);
        Assert.Equal(
            shown.Split('\n').Order(StringComparer.Ordinal),
            listed.Select(row => $"{row.Id} {row.Hostname} {row.Status} {row.ImageRef}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_TwoLabels_GivesWhatCarriesBoth()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await sandbox.CreateAsync("one", Ct, "--label", "role=game", SharedEngine.Image);
        var both = await sandbox.CreateAsync("both", Ct, "--label", "role=game", "--label", "tier=a=b", SharedEngine.Image);
        var filter = new ListFilter { Labels = new Dictionary<string, string>(sandbox.Mine.Labels) { ["role"] = "game", ["tier"] = "a=b" } };

        var listed = await sandbox.Docker.ListAsync(filter, Ct);

        Assert.Equal([both], listed.Select(row => row.Id));
    }

    [Fact]
    public async Task List_LabelKey_GivesWhatCarriesItWithAnyValue()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var first = await sandbox.CreateAsync("first", Ct, "--label", "owner=a", SharedEngine.Image);
        var second = await sandbox.CreateAsync("second", Ct, "--label", "owner=", SharedEngine.Image);
        await sandbox.CreateAsync("third", Ct, SharedEngine.Image);

        var listed = await sandbox.Docker.ListAsync(sandbox.Mine with { LabelKeys = ["owner"] }, Ct);

        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), listed.Select(row => row.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task List_Everything_HasContainersOfOthersToo()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        await using var other = new Sandbox(shared.Engine);
        var mine = await sandbox.CreateAsync("mine", Ct, SharedEngine.Image);
        var theirs = await other.CreateAsync("theirs", Ct, SharedEngine.Image);

        var listed = await sandbox.Docker.ListAsync(ListFilter.Everything, Ct);

        Assert.Subset(listed.Select(row => row.Id).ToHashSet(), new HashSet<string> { mine, theirs });
    }

    [Fact]
    public async Task List_NewContainer_CarriesItsLabelsAndTimeOfCreation()
    {
        await using var sandbox = new Sandbox(shared.Engine);
        var id = await sandbox.CreateAsync("labelled", Ct, "--label", "com.galaxy.owner=rtmanager", SharedEngine.Image);

        var row = Assert.Single(await sandbox.Docker.ListAsync(sandbox.Mine, Ct));

        var details = await sandbox.Docker.InspectContainerAsync(id, Ct);
        Assert.Equal("rtmanager", row.Labels["com.galaxy.owner"]);
        Assert.Equal(details.ImageId, row.ImageId);
        Assert.Equal(details.CreatedAt!.Value.ToUnixTimeSeconds(), row.CreatedAt.ToUnixTimeSeconds());
    }
}

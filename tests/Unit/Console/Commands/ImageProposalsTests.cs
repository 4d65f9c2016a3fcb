using Rtm.Console.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Commands;

/// <summary>What an image proposes. Its labels are anybody's text.</summary>
public class ImageProposalsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Proposal_EveryKnownLabel_FillsItsField()
    {
        var proposal = await ProposalAsync(("cpus", "1.5"), ("memory", "768m"), ("pids", "99"), ("network", "game-net"), ("hostname", "engine"));

        Assert.Empty(proposal.Notes);
        Assert.Equal(
            (1.5, "768m", 99, "game-net", "engine"),
            (proposal.Values.CpuQuota, proposal.Values.Memory, proposal.Values.PidsLimit, proposal.Values.Network, proposal.Values.Hostname));
        Assert.Equal("From the image's label com.galaxy.run.memory.", proposal.Sources["Memory"]);
    }

    [Theory]
    [InlineData("cpus", "NaN", "CpuQuota")]
    [InlineData("cpus", "99", "CpuQuota")]
    [InlineData("cpus", "-1", "CpuQuota")]
    [InlineData("memory", "lots", "Memory")]
    [InlineData("memory", "4t", "Memory")]
    [InlineData("pids", "0", "PidsLimit")]
    [InlineData("pids", "1e9", "PidsLimit")]
    [InlineData("network", "host", "Network")]
    [InlineData("network", "elsewhere", "Network")]
    [InlineData("hostname", "127.1", "Hostname")]
    [InlineData("hostname", "<b>x</b>", "Hostname")]
    [InlineData("hostname", "", "Hostname")]
    public async Task Proposal_LabelThatBreaksTheRule_IsANoteAndNoValue(string label, string text, string field)
    {
        var proposal = await ProposalAsync((label, text));

        var note = Assert.Single(proposal.Notes);
        Assert.Equal(field, note.Field);
        Assert.StartsWith($"The image's label com.galaxy.run.{label} is not used: ", note.Message, StringComparison.Ordinal);
        Assert.Empty(proposal.Sources);
    }

    [Fact]
    public async Task Proposal_AllowedNetworkThatTheEngineLacks_IsANote()
    {
        var proposal = await ProposalAsync(new() { Networks = ["game-net", "other-net"] }, image => image, ("network", "other-net"));

        Assert.Equal("The image's label com.galaxy.run.network is not used: engine 'local' has no network 'other-net'.", Assert.Single(proposal.Notes).Message);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("bind")]
    [InlineData("privileged")]
    [InlineData("env")]
    public async Task Proposal_LabelOutsideTheVocabulary_IsNamedAndProposesNothing(string label)
    {
        var proposal = await ProposalAsync((label, "/:/host"));

        Assert.Equal($"The image's label com.galaxy.run.{label} means nothing here, and is not used.", Assert.Single(proposal.Notes).Message);
        Assert.Empty(proposal.Sources);
        Assert.Equivalent(new RunSpec(), proposal.Values, strict: true);
    }

    [Fact]
    public async Task Proposal_HugeLabels_AreCutToFewShortNotes()
    {
        var proposal = await ProposalAsync([("memory", new string('9', 1_000_000)), .. Enumerable.Range(0, 500).Select(n => ($"x{n}", "1"))]);

        Assert.Equal(6, proposal.Notes.Count);
        Assert.All(proposal.Notes, note => Assert.True(note.Message.Length < 200, note.Message));
    }

    [Fact]
    public async Task Proposal_Configuration_GivesTheCommandAndTheNamesOfVariables()
    {
        var proposal = await ProposalAsync(new(), image => image with { Cmd = ["/bin/game", "--fast"], Env = ["PATH=/bin", "GAME_TOKEN=not-for-everyone"] });

        Assert.Equal(["/bin/game", "--fast"], proposal.Values.Cmd);
        Assert.Equal(("From the image's configuration.", true), (proposal.Sources["Cmd"], proposal.Sources.Count == 1));
        Assert.Equal(["PATH", "GAME_TOKEN"], proposal.EnvNames);
    }

    [Fact]
    public async Task Proposal_CommandWithASecret_StaysWithTheImage()
    {
        var proposal = await ProposalAsync(new(), image => image with { Cmd = ["/bin/game", "--password", "hunter2"] });

        Assert.Empty(proposal.Values.Cmd);
        Assert.DoesNotContain("hunter2", Assert.Single(proposal.Notes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_ImageThatIsNotAllowed_ProposesNothing()
    {
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct);
        bench.Engine.PutImage(RunSamples.Image() with { Labels = new Dictionary<string, string> { ["com.galaxy.run.memory"] = "768m" } });

        Assert.Null((await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec, null, Ct)).Proposal);
    }

    private static Task<ImageProposal> ProposalAsync(params (string Label, string Text)[] labels) => ProposalAsync(new(), image => image, labels);

    private static async Task<ImageProposal> ProposalAsync(CommandOptions options, Func<ImageDetails, ImageDetails> change, params (string Label, string Text)[] labels)
    {
        options = options with { Images = RunSamples.Allowed.Images, Networks = options.Networks.Count > 0 ? options.Networks : RunSamples.Allowed.Networks };
        await using var bench = await CommandBench.StartAsync(s => s.Healthy(), Ct, options);
        bench.Engine.PutImage(change(RunSamples.Image() with { Labels = labels.ToDictionary(l => ImageProposals.Prefix + l.Label, l => l.Text) }));
        // A bad label blocks nothing: the form is filled in otherwise.
        var preview = await bench.Desk.PreviewAsync(Persons.Operator, "local", RunSamples.Spec, null, Ct);
        Assert.Empty(preview.Faults);
        return preview.Proposal!;
    }
}

using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

/// <summary>The run dialog with an image that proposes values, and the preflight that looks again by itself.</summary>
public sealed class RunProposalTests : IAsyncDisposable
{
    private static readonly ImageProposal Proposal = new()
    {
        Image = SampleContainers.Image,
        Values = new() { Memory = "768m", Cmd = ["/bin/game", "first\nsecond"] },
        Sources = new Dictionary<string, string> { ["Memory"] = "From the image's label com.galaxy.run.memory.", ["Cmd"] = "From the image's configuration." },
        Notes = [new("PidsLimit", "The image's label com.galaxy.run.pids is not used: <b>must</b> be above 0.")],
        EnvNames = ["PATH", "GAME_TOKEN"],
    };

    private readonly DialogBench _bench = new(Roles.Operator);

    public RunProposalTests() => _bench.Desk.Preview = spec => new()
    {
        Faults = [.. spec.Validate(), new("Name", "is never good here")],
        Proposal = spec.Image == SampleContainers.Image ? Proposal : null,
    };

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Run_ImageProposes_FillsWhatNobodyTouchedAndSaysWhereFrom()
    {
        await OpenAsync();

        await TypeAsync("#run-image", SampleContainers.Image, () => Assert.Equal("768m", Value("#run-memory")));

        Assert.Equal("From the image's label com.galaxy.run.memory. Such as 512m or 1.5GiB.", _bench.Provider.Find("#run-memory-hint").TextContent);
        Assert.Equal("/bin/game\n\"first\\nsecond\"", Value("#run-cmd"));
        Assert.Contains("The image sets PATH, GAME_TOKEN;", _bench.Provider.Find("#run-env-hint").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ImageProposesWhereAPersonTyped_LeavesItAlone()
    {
        await OpenAsync();
        await TypeAsync("#run-memory", "64m", () => Assert.Equal("64m", Value("#run-memory")));

        await TypeAsync("#run-image", SampleContainers.Image, () => Assert.StartsWith("/bin/game", Value("#run-cmd"), StringComparison.Ordinal));

        Assert.Equal("64m", Value("#run-memory"));
    }

    [Fact]
    public async Task Run_OtherImageWithoutProposals_TakesThemBack()
    {
        await OpenAsync();
        await TypeAsync("#run-image", SampleContainers.Image, () => Assert.Equal("768m", Value("#run-memory")));

        await TypeAsync("#run-image", "registry.example:5000/game/other:1", () => Assert.Equal("512m", Value("#run-memory")));

        Assert.Equal("", Value("#run-cmd"));
    }

    [Fact]
    public async Task Run_LabelThatIsNotUsed_IsANoteInTextAndNoFault()
    {
        await OpenAsync();

        await TypeAsync("#run-image", SampleContainers.Image, () => Assert.Equal(Proposal.Notes[0].Message, _bench.Provider.Find("#run-pidslimit-note").TextContent));

        Assert.Empty(_bench.Provider.FindAll("#run-pidslimit-fault"));
        Assert.Equal("256", Value("#run-pidslimit"));
    }

    [Fact]
    public async Task Run_NameTyped_IsTheHostNameToo()
    {
        await OpenAsync();

        await TypeAsync("#run-name", "game-7", () => Assert.Equal("game-7", Value("#run-hostname")));

        Assert.Equal("The same as the name.", _bench.Provider.Find("#run-hostname-hint").TextContent);
    }

    [Fact]
    public async Task Run_EngineChangesWhileTheFormStands_IsLookedAtAgain()
    {
        await OpenAsync();
        await TypeAsync("#run-name", "game-7", () => Assert.Equal("is never good here", _bench.Provider.Find("#run-name-fault").TextContent));
        _bench.Desk.Preview = _ => new() { Faults = [new("Image", "is nothing yet")] };

        _bench.Page.Clock.Advance(TimeSpan.FromSeconds(5));
        await _bench.Provider.InvokeAsync(_bench.Page.PageClock.Tick);

        await _bench.Provider.UntilAsync(() => Assert.Empty(_bench.Provider.FindAll("#run-name-fault")));
        Assert.Equal("good", Check("The name is free"));
        Assert.Equal("not checked yet", Check("The image is on the engine"));
    }

    [Fact]
    public async Task Run_CommandEndsWhenManyHaveEndedBefore_IsLookedAtAtOnce()
    {
        for (var i = 0; i < OperationBoard.MostFinished; i++)
            End($"before-{i}");
        await OpenAsync();
        await TypeAsync("#run-name", "game-7", () => Assert.Equal("is never good here", _bench.Provider.Find("#run-name-fault").TextContent));
        _bench.Desk.Preview = _ => new();
        var typedAt = _bench.Page.Clock.GetUtcNow();

        End("now");

        await _bench.Provider.UntilAsync(() =>
        {
            _ = _bench.Provider.InvokeAsync(_bench.Page.PageClock.Tick);
            Assert.Empty(_bench.Provider.FindAll("#run-name-fault"));
        });
        Assert.True(_bench.Page.Clock.GetUtcNow() - typedAt < TimeSpan.FromSeconds(4), "it was only looked at when the time had come anyhow");
    }

    [Fact]
    public async Task Run_EarlierImages_AreSuggestedAfterARestart()
    {
        _bench.Page.Archive.Record(new Rtm.Console.Relay.TimelineEvent("local", 1, _bench.Page.Clock.GetUtcNow()) { TimeNano = 1, ContainerId = SampleContainers.IdOf(1), Action = "start", Image = SampleContainers.Image, Owner = SampleContainers.Owner });

        await OpenAsync();

        await _bench.Provider.UntilAsync(() => Assert.Equal(
            [SampleContainers.Image, "registry.example:5000/"], _bench.Provider.FindAll("#run-images option").Select(o => o.GetAttribute("value"))));
    }

    [Fact]
    public async Task Run_HistoryThatCannotBeRead_SaysWhatIsMissing()
    {
        _bench.Page.Archive.Failure = "the disk is full";

        await OpenAsync();

        await _bench.Provider.UntilAsync(() => Assert.Contains("not among the suggestions: the disk is full", _bench.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NoHealthCheck_IsWellAfterTheConfiguredTime()
    {
        await using var bench = new DialogBench(Roles.Operator, services => services.AddSingleton(new CommandOptions { RunWellAfter = TimeSpan.FromMinutes(2), RunHealthyWithin = TimeSpan.FromMinutes(5) }));
        bench.Show("running");
        bench.Page.Clock.Advance(TimeSpan.FromHours(1));
        var watch = bench.Page.Render<RunWatch>(p => p.Add(w => w.Engine, "local").Add(w => w.Id, SampleContainers.IdOf(1)));
        Assert.Contains("5 min at most", watch.Markup, StringComparison.Ordinal);

        bench.Page.Clock.Advance(TimeSpan.FromMinutes(1));
        await watch.InvokeAsync(bench.Page.PageClock.Tick);
        Assert.Contains("it is watched", watch.Markup, StringComparison.Ordinal);
        bench.Page.Clock.Advance(TimeSpan.FromMinutes(1));
        await watch.InvokeAsync(bench.Page.PageClock.Tick);

        await watch.UntilAsync(() => Assert.Contains("Running; the image has no health check", watch.Markup, StringComparison.Ordinal));
    }

    private void End(string actionId)
    {
        var operations = _bench.Page.Resolve<OperationBoard>();
        operations.Add(new() { ActionId = actionId, Action = CommandAction.Stop, Engine = "local", Actor = new("sub", "Somebody", Roles.Operator), AskedAt = _bench.Page.Clock.GetUtcNow() });
        operations.Change(actionId, o => o with { Phase = OperationPhase.Finished });
    }

    private string Value(string selector) => _bench.Provider.Find(selector).GetAttribute("value") ?? "";

    private string Check(string name) =>
        _bench.Provider.FindAll(".checks li").Single(li => li.TextContent.Contains(name, StringComparison.Ordinal)).QuerySelector(".visually-hidden")!.TextContent;

    // The look waits until the typing rests, on a clock that only a wait moves on.
    private async Task TypeAsync(string selector, string text, Action expected)
    {
        var typing = _bench.TypeAsync(selector, text);
        await _bench.Provider.UntilAsync(() =>
        {
            Assert.True(typing.IsCompleted);
            expected();
        });
        await typing;
    }

    private Task OpenAsync() => _bench.OpenAsync(new MudBlazor.DialogParameters<RunDialog>());
}

using Bunit;
using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Security;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

public sealed class PullDialogTests : IAsyncDisposable
{
    private readonly DialogBench _bench = new(Roles.Operator);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Pull_Opened_ExplainsThreePoliciesAndWhatIsAllowed()
    {
        await OpenAsync();

        Assert.Equal(3, _bench.Provider.FindAll("input[type=radio]").Count);
        Assert.Equal("Allowed: registry.example:5000", _bench.Provider.Find("#image-hint").TextContent);
    }

    [Fact]
    public async Task Pull_Opened_CompletesFromWhatTheEngineRuns()
    {
        _bench.Show("running");

        await OpenAsync();

        Assert.Equal([SampleContainers.Image, "registry.example:5000/"], _bench.Provider.FindAll("#images option").Select(o => o.GetAttribute("value")));
    }

    [Fact]
    public async Task Pull_Confirmed_AsksWithTheChosenPolicy()
    {
        await OpenAsync();
        await _bench.TypeAsync("#image", SampleContainers.Image);
        await _bench.Provider.Find("input[value=Always]").ChangeAsync("Always");

        await _bench.ConfirmAsync();

        var pull = Assert.IsType<PullCommand>(Assert.Single(_bench.Desk.Submitted));
        Assert.Equal((SampleContainers.Image, PullPolicy.Always, "local"), (pull.Image, pull.Policy, pull.Engine));
    }

    [Theory]
    [InlineData("")]
    [InlineData("evil.example/game:1")]
    [InlineData("user:secret@registry.example:5000/game:1")]
    [InlineData("<script>")]
    public async Task Pull_ImageFromElsewhere_IsSaidAtTheFieldAndNotAsked(string image)
    {
        await OpenAsync();
        await _bench.TypeAsync("#image", image);

        await _bench.ConfirmAsync();

        Assert.Empty(_bench.Desk.Submitted);
        Assert.NotEmpty(_bench.Provider.Find("#image-fault").TextContent);
    }

    [Fact]
    public async Task Pull_Running_ShowsEachLayerTheTotalAndTheRate()
    {
        await PullAsync();

        _bench.Desk.Progress(new([new("abc", "Downloading", 1 << 20, 4 << 20), new("def", "Pull complete", 4 << 20, 4 << 20)], "Pulling from game", 2 << 20));
        await _bench.Provider.InvokeAsync(_bench.Page.PageClock.Tick);

        _bench.Provider.WaitForAssertion(() => Assert.Equal("5 MiB of 8 MiB · 2 MiB/s", _bench.Provider.Find(".pull-total .pull-bytes").TextContent));
        Assert.Equal(["abc", "def"], _bench.Provider.FindAll(".layers code").Select(c => c.TextContent));
    }

    [Fact]
    public async Task Pull_CallOff_AsksTheDeskAndSaysWhatBecameOfIt()
    {
        await PullAsync();
        await _bench.Button("Call off").ClickAsync();

        _bench.Desk.Finish(CommandResult.Cancelled, "called off");

        _bench.Provider.WaitForAssertion(() => Assert.Equal("Called off", _bench.Provider.Find(".outcome .notice-title").TextContent));
        Assert.Single(_bench.Desk.Cancelled);
    }

    [Fact]
    public async Task Pull_Done_ShowsTheDigest()
    {
        await PullAsync();

        _bench.Desk.Finish(CommandResult.Done, "it is there", produced: "game@sha256:abc");

        _bench.Provider.WaitForAssertion(() => Assert.Equal("game@sha256:abc", _bench.Provider.Find(".produced code").TextContent));
    }

    [Fact]
    public async Task Pull_Failed_SaysItInTheDaemonsWordsAndKeepsTheImage()
    {
        await PullAsync();

        _bench.Desk.Finish(CommandResult.Failed, "no such tag: <b>1.4</b>");

        _bench.Provider.WaitForAssertion(() => Assert.Contains("no such tag: <b>1.4</b>", _bench.Provider.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal(SampleContainers.Image, _bench.Provider.Find("#image").GetAttribute("value"));
    }

    private Task OpenAsync() => _bench.OpenAsync(new MudBlazor.DialogParameters<PullDialog>());

    private async Task PullAsync()
    {
        await OpenAsync();
        await _bench.TypeAsync("#image", SampleContainers.Image);
        await _bench.ConfirmAsync();
        _bench.Desk.Accept(target: SampleContainers.Image);
        _bench.Provider.WaitForAssertion(() => Assert.True(_bench.HasButton("Call off")));
    }
}

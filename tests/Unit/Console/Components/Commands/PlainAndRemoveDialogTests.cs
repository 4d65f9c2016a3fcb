using Bunit;
using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

public sealed class PlainAndRemoveDialogTests : IAsyncDisposable
{
    private readonly DialogBench _bench = new(Roles.Admin);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Start_Confirmed_AsksForAStart()
    {
        await _bench.OpenAsync<PlainDialog>("exited");

        await _bench.ConfirmAsync();

        Assert.IsType<StartCommand>(Assert.Single(_bench.Desk.Submitted));
    }

    [Fact]
    public async Task Kill_Confirmed_AsksForAKill()
    {
        await _bench.OpenAsync<PlainDialog>("running", (nameof(PlainDialog.Kill), true));

        await _bench.ConfirmAsync();

        Assert.IsType<KillCommand>(Assert.Single(_bench.Desk.Submitted));
    }

    [Theory]
    [InlineData("", "Type the name first.")]
    [InlineData("game-1", "That is not its name.")]
    [InlineData("GAME-0001", "That is not its name.")]
    public async Task Remove_AnotherNameTyped_SaysSoAndAsksNothing(string typed, string fault)
    {
        await _bench.OpenAsync<RemoveDialog>("exited");
        await _bench.TypeAsync("#typed", typed);

        await _bench.ConfirmAsync();

        Assert.Empty(_bench.Desk.Submitted);
        Assert.Equal(fault, _bench.Provider.Find("#typed-fault").TextContent);
    }

    [Fact]
    public async Task Remove_NameTyped_AsksWithIt()
    {
        await _bench.OpenAsync<RemoveDialog>("exited");
        await _bench.TypeAsync("#typed", "game-0001");

        await _bench.ConfirmAsync();

        Assert.Equal("game-0001", Assert.IsType<RemoveCommand>(Assert.Single(_bench.Desk.Submitted)).TypedName);
    }

    [Fact]
    public async Task Remove_ItRuns_CannotBeConfirmed()
    {
        await _bench.OpenAsync<RemoveDialog>("running");

        Assert.Contains("Stop it first", _bench.Text, StringComparison.Ordinal);
        Assert.False(_bench.HasButton("Remove"));
    }

    [Fact]
    public async Task Remove_Mounts_SaysWhichVolumesLoseTheirName()
    {
        var sample = new SampleContainers(_bench.Page.Clock.GetUtcNow()).ExitedWell(1);
        _bench.Page.Engine.Put(sample with
        {
            Mounts =
            [
                new("volume", $"/var/lib/docker/volumes/{SampleContainers.IdOf(7)}/_data", "/<b>scratch</b>", false),
                new("bind", "/srv/game", "/data", true),
            ],
        });

        await _bench.OpenAsync<RemoveDialog>("exited");

        await _bench.Provider.UntilAsync(() => Assert.Contains("volume without a name at /<b>scratch</b>", _bench.Provider.Find(".lost ul").TextContent, StringComparison.Ordinal));
        Assert.Equal("/srv/game", _bench.Provider.Find(".kept code").TextContent);
        Assert.Empty(_bench.Provider.FindAll(".lost b"));
    }

    [Fact]
    public async Task Remove_HostileName_IsTextInTheDialog()
    {
        _bench.Page.Board.ShowList([DialogBench.Container("exited", "<img src=x>\u001b[31m")]);

        await _bench.OpenAsync<RemoveDialog>(new MudBlazor.DialogParameters<RemoveDialog> { { d => d.Container, DialogBench.Container("exited", "<img src=x>\u001b[31m") } });

        Assert.Empty(_bench.Provider.FindAll("img"));
        Assert.DoesNotContain('\u001b', _bench.Provider.Markup);
    }

    [Theory]
    [InlineData(CommandResult.Unproven, "Not proven")]
    [InlineData(CommandResult.Unknown, "Outcome unknown")]
    [InlineData(CommandResult.Done, "Done")]
    public async Task Start_Ended_NamesTheResultAndStaysUntilClosed(CommandResult result, string heading)
    {
        await _bench.OpenAsync<PlainDialog>("exited");
        await _bench.ConfirmAsync();

        _bench.Desk.Finish(result, "words of the desk", "advice of the desk");

        await _bench.Provider.UntilAsync(() => Assert.Equal(heading, _bench.Provider.Find(".outcome .notice-title").TextContent));
        Assert.Contains("advice of the desk", _bench.Text, StringComparison.Ordinal);
        Assert.False(_bench.Left.IsCompleted);
    }
}

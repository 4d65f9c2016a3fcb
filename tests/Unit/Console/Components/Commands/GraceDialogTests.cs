using Bunit;
using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

public sealed class GraceDialogTests : IAsyncDisposable
{
    private readonly DialogBench _bench = new(Roles.Operator);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Stop_Confirmed_AsksWithTheChosenGraceAndReason()
    {
        await _bench.OpenAsync<GraceDialog>("running");
        await _bench.TypeAsync("#grace", "12");
        await _bench.TypeAsync("#reason", "it hangs");

        await _bench.ConfirmAsync();

        var stop = Assert.IsType<StopCommand>(Assert.Single(_bench.Desk.Submitted));
        Assert.Equal((TimeSpan.FromSeconds(12), "it hangs", SampleContainers.IdOf(1), "running"), (stop.Grace, stop.Reason, stop.ContainerId, stop.Seen.State));
    }

    [Fact]
    public async Task Restart_Confirmed_AsksForARestart()
    {
        await _bench.OpenAsync<GraceDialog>("running", (nameof(GraceDialog.Restart), true));

        await _bench.ConfirmAsync();

        Assert.IsType<RestartCommand>(Assert.Single(_bench.Desk.Submitted));
    }

    [Fact]
    public async Task Stop_NothingTyped_OffersTheConfiguredGrace()
    {
        await _bench.OpenAsync<GraceDialog>("running");

        Assert.Equal("30", _bench.Provider.Find("#grace").GetAttribute("value"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("601")]
    [InlineData("1.5")]
    [InlineData("<b>")]
    public async Task Stop_GraceThatIsNone_SaysSoAtTheFieldAndAsksNothing(string grace)
    {
        await _bench.OpenAsync<GraceDialog>("running");
        await _bench.TypeAsync("#grace", grace);

        await _bench.ConfirmAsync();

        Assert.Empty(_bench.Desk.Submitted);
        Assert.Equal("Must be a whole number of seconds from 0 to 600.", _bench.Provider.Find("#grace-fault").TextContent);
        Assert.Equal("true", _bench.Provider.Find("#grace").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Stop_ConfirmForgedAgainAndAgain_IsOneCommand()
    {
        await _bench.OpenAsync<GraceDialog>("running");
        var confirm = _bench.Provider.FindComponent<DialogFrame>().Instance.OnConfirm;

        await _bench.Provider.InvokeAsync(() => Task.WhenAll(confirm.InvokeAsync(), confirm.InvokeAsync(), confirm.InvokeAsync()));

        Assert.Single(_bench.Desk.Submitted);
    }

    [Fact]
    public async Task Stop_UnderWay_CountsDownAndCanKillOnce()
    {
        await _bench.OpenAsync<GraceDialog>("running");
        await _bench.ConfirmAsync();
        _bench.Desk.Accept(SampleContainers.IdOf(1), "game-0001", TimeSpan.FromSeconds(30));
        await _bench.Provider.UntilAsync(() => Assert.Contains("30 s left to end by itself", _bench.Text, StringComparison.Ordinal));

        var kill = _bench.Button("Kill now");
        await kill.ClickAsync();

        Assert.IsType<KillCommand>(_bench.Desk.Submitted[^1]);
        Assert.True(_bench.Button("Kill now").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Stop_Done_SaysSoOnlyOnceTheEngineDid()
    {
        await _bench.OpenAsync<GraceDialog>("running");
        await _bench.ConfirmAsync();
        _bench.Desk.Accept(SampleContainers.IdOf(1), "game-0001", TimeSpan.FromSeconds(30));
        await _bench.Provider.UntilAsync(() => Assert.Contains("Requested", _bench.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("Done", _bench.Text, StringComparison.Ordinal);

        _bench.Desk.Finish(CommandResult.Done, "game-0001 was stopped.");

        await _bench.Provider.UntilAsync(() => Assert.Equal("Close", _bench.Provider.Find("[role=dialog] .btn-primary").TextContent.Trim()));
        Assert.Contains("game-0001 was stopped.", _bench.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_EngineSaysNo_KeepsWhatWasTypedAndTheNextClickIsAnother()
    {
        await _bench.OpenAsync<GraceDialog>("running");
        await _bench.TypeAsync("#reason", "it hangs");
        await _bench.ConfirmAsync();

        _bench.Desk.Finish(CommandResult.Failed, "could not: <i>cgroup</i> is busy\u001b[2J");

        await _bench.Provider.UntilAsync(() => Assert.Contains("could not: <i>cgroup</i> is busy␛[2J", _bench.Provider.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.Equal("it hangs", _bench.Provider.Find("#reason").GetAttribute("value"));
        await _bench.ConfirmAsync();
        Assert.Equal(2, _bench.Desk.Taken.Count);
    }

    [Fact]
    public async Task Stop_MovedOnSinceOpened_SaysWhatTheGateSaysAndLooksAgain()
    {
        await _bench.OpenAsync<GraceDialog>("running");
        await _bench.ConfirmAsync();
        _bench.Show("exited");

        _bench.Desk.Finish(CommandResult.Refused, "it has moved on: Ada Admin stopped it 8 s ago. Nothing was done.", "Look again.", movedOn: true);

        await _bench.Provider.UntilAsync(() => Assert.Contains("Ada Admin stopped it 8 s ago", _bench.Provider.Find(".outcome").TextContent, StringComparison.Ordinal));
        await _bench.Provider.Find(".outcome button").ClickAsync();
        Assert.Contains("It is exited: there is nothing to stop.", _bench.Text, StringComparison.Ordinal);
        Assert.False(_bench.HasButton("Stop"));
    }

    [Fact]
    public async Task Stop_EndsWhileTheDialogIsOpen_SaysSoBeforeAnyClick()
    {
        await _bench.OpenAsync<GraceDialog>("running");

        _bench.Show("exited");

        await _bench.Provider.UntilAsync(() => Assert.Contains("You saw it running; now it is exited", _bench.Provider.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_LeftAndOpenedAgain_StillHasWhatWasTyped()
    {
        await _bench.OpenAsync<GraceDialog>("running");
        await _bench.TypeAsync("#grace", "7");
        await _bench.TypeAsync("#reason", "it hangs");
        await _bench.Button("Cancel").ClickAsync();

        await _bench.OpenAsync<GraceDialog>("running");

        Assert.Equal(("7", "it hangs"), (_bench.Provider.Find("#grace").GetAttribute("value"), _bench.Provider.Find("#reason").GetAttribute("value")));
    }
}

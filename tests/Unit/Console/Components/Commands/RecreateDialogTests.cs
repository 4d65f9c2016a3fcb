using Bunit;
using Microsoft.Extensions.Time.Testing;
using Rtm.Console.Components.Commands;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

/// <summary>The form of a recreation: what it is filled with, what it says and what it sends.</summary>
public sealed class RecreateDialogTests : IAsyncDisposable
{
    private RecreateBench _bench = new();

    private DialogBench Dialog => _bench.Dialog;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Recreate_Opened_HoldsACopyWithItsNameAndWritesDownThatItReadTheEnvironment()
    {
        await _bench.OpenAsync();

        Assert.Equal(("game-0001", SampleContainers.Image, "512m"), (_bench.Value("#run-name"), _bench.Value("#run-image"), _bench.Value("#run-memory")));
        Assert.Contains("GAME_TOKEN=not-for-everyone", _bench.Value("#run-env"), StringComparison.Ordinal);
        Assert.True(Assert.Single(_bench.Audit.Requests).Allowed);
    }

    [Fact]
    public async Task Recreate_Opened_BeginsWithTheImage()
    {
        await _bench.OpenAsync();

        Assert.Equal("run-image", Dialog.Provider.FindAll(".run-grid input")[0].Id);
        Assert.Empty(Dialog.Provider.FindAll("#engine"));
    }

    [Fact]
    public async Task Recreate_Preview_IsAskedForTheContainerWhosePlaceItTakes()
    {
        await _bench.OpenAsync();

        await Dialog.Provider.UntilAsync(() => Assert.Equal(SampleContainers.IdOf(1), _bench.Desk.Replaced));
        Assert.Contains("The name is free, or its own", Dialog.Provider.Find(".checks").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recreate_Confirmed_SendsWhatWasSeenAndTyped()
    {
        await _bench.OpenAsync();
        await Dialog.TypeAsync("#grace", "12");
        await Dialog.TypeAsync("#reason", "new build");

        var sent = await _bench.ConfirmAsync();

        Assert.Equal((SampleContainers.IdOf(1), "running", "game-0001", RecreateBench.Hash), (sent.ContainerId, sent.Seen.State, sent.TypedName, sent.PreviewHash));
        Assert.Equal((TimeSpan.FromSeconds(12), "new build", "game-0001", SampleContainers.Image), (sent.Grace, sent.Reason, sent.Spec.Name, sent.Spec.Image));
    }

    [Theory]
    [InlineData("", "Type the name first.")]
    [InlineData("game-1", "That is not its name.")]
    public async Task Recreate_AnotherNameTyped_SaysSoAndAsksNothing(string typed, string fault)
    {
        await _bench.OpenAsync();
        await Dialog.TypeAsync("#typed", typed);

        await Dialog.ConfirmAsync();

        Assert.Empty(_bench.Desk.Submitted);
        Assert.Equal(fault, Dialog.Provider.Find("#typed-fault").TextContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("601")]
    [InlineData("<b>")]
    public async Task Recreate_GraceThatIsNone_SaysSoAtTheFieldAndAsksNothing(string grace)
    {
        await _bench.OpenAsync();
        await Dialog.TypeAsync("#grace", grace);
        await Dialog.TypeAsync("#typed", "game-0001");

        await Dialog.ConfirmAsync();

        Assert.Empty(_bench.Desk.Submitted);
        Assert.Equal("Must be a whole number of seconds from 0 to 600.", Dialog.Provider.Find("#grace-fault").TextContent);
    }

    [Fact]
    public async Task Recreate_PreviewHasFaults_IsNotSentAndSaysHowMany()
    {
        _bench.Desk.Preview = _ => new() { Faults = [new(nameof(RunSpec.Image), "is not on the engine")] };
        await _bench.OpenAsync();
        await Dialog.TypeAsync("#typed", "game-0001");

        await Dialog.ConfirmAsync();

        Assert.Empty(_bench.Desk.Submitted);
        Assert.Contains("1 field is not right", Dialog.Provider.Find(".form-note").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recreate_ItDoesNotRun_AsksForNoGraceAndPromisesNoStart()
    {
        await _bench.OpenAsync("exited");

        Assert.Empty(Dialog.Provider.FindAll("#grace"));
        Assert.DoesNotContain("SIGTERM", Dialog.Provider.Find(".becomes").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("started again", Dialog.Provider.Find(".becomes").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recreate_WhatNoFormCanSay_IsNamedAsText()
    {
        await RenewAsync(new(new SampleContainers(new FakeTimeProvider().GetUtcNow()).Healthy() with
        {
            RestartPolicy = "<i>always</i>",
            Mounts = [new("volume", $"/var/lib/docker/volumes/{SampleContainers.IdOf(7)}/_data", "/scratch", false)],
        }));
        await _bench.OpenAsync();

        Assert.Contains("the restart policy '<i>always</i>'", Dialog.Provider.Find(".left-behind").TextContent, StringComparison.Ordinal);
        await Dialog.Provider.UntilAsync(() => Assert.Contains("volume without a name at /scratch", Dialog.Provider.Find(".lost ul").TextContent, StringComparison.Ordinal));
        Assert.Empty(Dialog.Provider.FindAll(".becomes i"));
    }

    [Fact]
    public async Task Recreate_CannotBeCopied_HasNothingToConfirmAndTriesAgain()
    {
        _bench.Audit.Failure = new("the audit is full");
        await Dialog.OpenAsync<RecreateDialog>("running");
        await Dialog.Provider.UntilAsync(() => Assert.Contains("It could not be copied: the audit is full", Dialog.Text, StringComparison.Ordinal));
        Assert.False(Dialog.HasButton("Recreate"));
        Assert.DoesNotContain("not-for-everyone", Dialog.Provider.Markup, StringComparison.Ordinal);

        _bench.Audit.Failure = null;
        await Dialog.Button("Try again").ClickAsync();

        await Dialog.Provider.UntilFoundAsync("#run-image");
        Assert.True(Dialog.HasButton("Recreate"));
    }

    [Fact]
    public async Task Recreate_NoAudit_ShowsNoSecretAndNoForm()
    {
        await RenewAsync(new(hasAudit: false));
        await Dialog.OpenAsync<RecreateDialog>("running");

        await Dialog.Provider.UntilAsync(() => Assert.Contains("It could not be copied", Dialog.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("not-for-everyone", Dialog.Provider.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recreate_LeftAndOpenedAgain_StillHasWhatWasTypedButNotTheConfirmation()
    {
        await _bench.OpenAsync();
        await Dialog.TypeAsync("#grace", "7");
        await Dialog.TypeAsync("#typed", "game-0001");
        await Dialog.TypeAsync("#run-json", """{ "Name": "game-0001", "Image": "registry.example:5000/game/engine:2" }""");
        await Dialog.Button("Fill the form").ClickAsync();
        await Dialog.Button("Cancel").ClickAsync();

        await _bench.OpenAsync();

        Assert.Equal(("7", "registry.example:5000/game/engine:2", ""), (_bench.Value("#grace"), _bench.Value("#run-image"), _bench.Value("#typed")));
    }

    private async Task RenewAsync(RecreateBench bench)
    {
        await _bench.DisposeAsync();
        _bench = bench;
    }
}

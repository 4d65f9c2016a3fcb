using Bunit;
using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Components.ContainerTabs;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

/// <summary>A recreation on its way, and what a person reads of its end.</summary>
public sealed class RecreateOutcomeTests : IAsyncDisposable
{
    private static readonly string Old = SampleContainers.IdOf(1);
    private static readonly string New = SampleContainers.IdOf(2);

    private readonly RecreateBench _bench = new();

    private DialogBench Dialog => _bench.Dialog;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Recreate_UnderWay_SaysItsStepsCountsDownAndCanKill()
    {
        await StartAsync();
        _bench.Desk.Accept(Old, "game-0001", TimeSpan.FromSeconds(30), "Stopping the old container");
        await UntilTextAsync("Stopping the old container; 30 s left to end by itself, then it is killed.");
        await Dialog.Button("Kill now").ClickAsync();
        Assert.IsType<KillCommand>(_bench.Desk.Submitted[^1]);

        _bench.Desk.Step(_bench.Desk.Taken.First(), "Waiting until the new container is well");

        await UntilTextAsync("Waiting until the new container is well.");
        Assert.False(Dialog.HasButton("Kill now"));
    }

    [Fact]
    public async Task Recreate_Done_LinksTheNewOneWatchesItAndForgetsWhatWasTyped()
    {
        await StartAsync();

        _bench.Desk.Finish(CommandResult.Done, "game-0001 was recreated.", produced: New);

        await Dialog.Provider.UntilFoundAsync(".run-watch");
        Assert.Equal(ContainerTabWords.Path("local", New), Dialog.Provider.Find(".produced a").GetAttribute("href"));
        await Dialog.Button("Close").ClickAsync();
        await _bench.OpenAsync();
        Assert.Equal(("", "30"), (_bench.Value("#reason"), _bench.Value("#grace")));
    }

    [Fact]
    public async Task Recreate_SignInTooOld_OffersANewTabAndKeepsTheForm()
    {
        await StartAsync();

        _bench.Desk.Finish(CommandResult.Refused, "Recreating needs a sign-in of the last 5 min.", signIn: "/signin/fresh");

        await Dialog.Provider.UntilAsync(() => Assert.Equal("/signin/fresh", Dialog.Provider.Find(".outcome a[target=_blank]").GetAttribute("href")));
        Assert.Equal(("new build", "game-0001", SampleContainers.Image), (_bench.Value("#reason"), _bench.Value("#typed"), _bench.Value("#run-image")));
        Assert.Single(_bench.Audit.Requests);
    }

    [Fact]
    public async Task Recreate_PutBackThenConfirmedAgain_GoesByWhatTheDialogSays()
    {
        await StartAsync();
        _bench.Desk.Finish(CommandResult.Failed, "The new container could not be run: no such command. game-0001 was started again as it was.", produced: Old);
        await UntilTextAsync("was started again as it was");
        var startedAnew = _bench.Dialog.Page.Clock.GetUtcNow();
        Dialog.Page.Board.ShowList([PageBench.Container(1, facts: new() { State = "running", StartedAt = startedAnew })]);
        Assert.Empty(Dialog.Provider.FindAll(".run-watch"));

        await Dialog.ConfirmAsync();

        Assert.Equal(2, _bench.Desk.Taken.Count);
        Assert.Equal(startedAnew, ((RecreateCommand)_bench.Desk.Submitted[^1]).Seen.StartedAt);
    }

    [Fact]
    public async Task Recreate_NewOneIsNotWell_KeepsTheWordsAndLinksIt()
    {
        await StartAsync();

        _bench.Desk.Finish(CommandResult.Failed, "The new container was started, but is not well: It is exited.", "Read the new one's log.", produced: New);

        await Dialog.Provider.UntilFoundAsync(".run-watch");
        Assert.Equal(ContainerTabWords.Path("local", New), Dialog.Provider.Find(".outcome a").GetAttribute("href"));
        Assert.Contains("Read the new one's log.", Dialog.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recreate_LeftUnderWay_ItsStepIsInTheTrayAndOnTheContainersPage()
    {
        await StartAsync();
        _bench.Desk.Accept(Old, "game-0001", step: "Running the new container");

        var notices = Dialog.Page.Render<ContainerOperations>(p => p.Add(c => c.Container, DialogBench.Container("running")));
        var tray = Dialog.Page.Render<OperationTray>();
        await tray.Find(".tray-button").ClickAsync();

        Assert.Contains("Running the new container.", notices.Markup, StringComparison.Ordinal);
        Assert.Equal("A admin is recreating it", notices.Find("[role=status]").TextContent);
        Assert.Contains("Running the new container.", tray.Find("#tray").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Successor_OfOneThatWasRecreated_IsLinkedFromTheOldPage()
    {
        var at = Dialog.Page.Clock.GetUtcNow();
        Dialog.Page.Resolve<ActHistory>().Put(new()
        {
            ActionId = "1",
            Action = CommandAction.Recreate,
            Actor = new("sub-x", "<b>Xu</b>", "admin"),
            Engine = "local",
            ContainerId = Old,
            Produced = New,
            AcceptedAt = at,
        });

        var link = Dialog.Page.Render<SuccessorLink>(p => p.Add(c => c.Engine, "local").Add(c => c.Id, Old));

        Assert.Equal(ContainerTabWords.Path("local", New), link.Find("a").GetAttribute("href"));
        Assert.StartsWith("<b>Xu</b> recreated it", link.Find("p").TextContent, StringComparison.Ordinal);
    }

    private async Task StartAsync()
    {
        await _bench.OpenAsync();
        await Dialog.TypeAsync("#reason", "new build");
        await _bench.ConfirmAsync();
    }

    private Task UntilTextAsync(string text) => Dialog.Provider.UntilAsync(() => Assert.Contains(text, Dialog.Text, StringComparison.Ordinal));
}

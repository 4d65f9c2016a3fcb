using Bunit;
using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Security;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

public sealed class OperationTrayTests : IAsyncDisposable
{
    private readonly DialogBench _bench = new(Roles.Operator);

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Tray_SomebodysPull_IsThereForEverybodyWithItsProgress()
    {
        Pull(Persons.Admin);
        _bench.Desk.Progress(new([new("abc", "Downloading", 30, 100)], "Pulling", 12));

        var tray = await OpenAsync();

        Assert.Contains("Ada Admin", tray.Find("#tray").TextContent, StringComparison.Ordinal);
        Assert.Equal(("30", "100"), (tray.Find("progress").GetAttribute("value"), tray.Find("progress").GetAttribute("max")));
    }

    [Fact]
    public async Task Tray_CallOff_AsksTheDesk()
    {
        Pull(Persons.Admin);
        var tray = await OpenAsync();

        await Button(tray, "Call off").ClickAsync();

        Assert.Equal(_bench.Desk.Taken, _bench.Desk.Cancelled);
    }

    [Fact]
    public async Task Tray_Viewer_CannotCallOff()
    {
        _bench.Page.SignIn(Roles.Viewer);
        Pull(Persons.Admin);

        var tray = await OpenAsync();

        Assert.Equal(["Show"], tray.FindAll("#tray button").Select(b => b.TextContent));
    }

    [Fact]
    public async Task Tray_MyOutcome_StaysUntilMarkedAsRead()
    {
        Pull(_bench.Page.Person);
        _bench.Desk.Finish(CommandResult.Failed, "no such tag");
        var tray = await OpenAsync();
        Assert.Contains("no such tag", tray.Find("#tray li.sev-failed").TextContent, StringComparison.Ordinal);

        await Button(tray, "Mark as read").ClickAsync();

        await tray.UntilAsync(() => Assert.Empty(tray.FindAll("#tray li")));
    }

    [Fact]
    public async Task Tray_OutcomeOfOthers_IsNotMine()
    {
        Pull(Persons.Admin);
        _bench.Desk.Finish(CommandResult.Failed, "no such tag");

        Assert.Empty((await OpenAsync()).FindAll("#tray li"));
    }

    [Fact]
    public async Task Tray_LeftDialogThenDone_IsFoundAgainAndReadWhenClosed()
    {
        Pull(_bench.Page.Person);
        var tray = await OpenAsync();
        // It lasts as long as the dialog.
        var show = Button(tray, "Show").ClickAsync();
        await _bench.Provider.UntilFoundAsync("[role=dialog] .operation");

        _bench.Desk.Finish(CommandResult.Done, "it is there", produced: "game@sha256:abc");
        await _bench.Provider.UntilAsync(() => Assert.Equal("game@sha256:abc", _bench.Provider.Find(".produced code").TextContent));
        await _bench.Button("Close").ClickAsync();
        await show;

        await tray.UntilAsync(() => Assert.Equal("Operations: none", tray.Find(".tray-button").GetAttribute("aria-label")));
    }

    [Fact]
    public async Task Tray_Escape_ClosesIt()
    {
        var tray = await OpenAsync();

        await tray.Find(".tray").KeyDownAsync("Escape");

        Assert.True(tray.Find("#tray").HasAttribute("hidden"));
    }

    [Fact]
    public async Task Tray_HostileWords_AreText()
    {
        Pull(_bench.Page.Person);
        _bench.Desk.Finish(CommandResult.Failed, "<script>alert(1)</script>\u001b[2J\u202e");

        var tray = await OpenAsync();

        Assert.Empty(tray.FindAll("script"));
        Assert.DoesNotContain(tray.Markup, c => c is '\u001b' or '\u202e');
    }

    private void Pull(System.Security.Claims.ClaimsPrincipal person)
    {
        _bench.Desk.Submit(person, new PullCommand { ActionId = ActionId.New(_bench.Page.Clock), Engine = "local", Image = SampleContainers.Image });
        _bench.Desk.Accept(target: SampleContainers.Image);
    }

    private async Task<IRenderedComponent<OperationTray>> OpenAsync()
    {
        var tray = _bench.Page.Render<OperationTray>();
        await tray.Find(".tray-button").ClickAsync();
        return tray;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<OperationTray> tray, string name) => tray.FindAll("#tray button").Single(b => b.TextContent == name);
}

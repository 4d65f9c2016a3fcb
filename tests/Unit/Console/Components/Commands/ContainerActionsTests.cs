using Bunit;
using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Relay;
using Rtm.Console.Security;
using Rtm.Console.Verdicts;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

public sealed class ContainerActionsTests : IAsyncDisposable
{
    private readonly PageBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Theory]
    [InlineData("running", "Stop Restart Kill now Recreate Remove Copy as new run")]
    [InlineData("paused", "Stop Restart Kill now Recreate Remove Copy as new run")]
    [InlineData("exited", "Start Recreate Remove Copy as new run")]
    [InlineData("created", "Start Recreate Remove Copy as new run")]
    public void Actions_State_DecidesWhichThereAre(string state, string names)
    {
        _bench.SignIn(Roles.Admin);

        Assert.Equal(names, string.Join(' ', Buttons(Render(state)).Select(b => b.TextContent.Trim())));
    }

    [Theory]
    [InlineData("running")]
    [InlineData("exited")]
    public async Task Actions_ViewerForgesAClick_ThereIsNoHandler(string state)
    {
        _bench.SignIn(Roles.Viewer);
        var actions = Render(state);

        foreach (var button in Buttons(actions))
            await Assert.ThrowsAsync<MissingEventHandlerException>(() => button.ClickAsync());

        Assert.Empty(_bench.Desk.Submitted);
    }

    [Fact]
    public void Actions_Viewer_EachSaysWhichRoleItNeeds()
    {
        _bench.SignIn(Roles.Viewer);
        var actions = Render("exited");

        Assert.Equal(
            ["Needs the role operator; yours is viewer.", "Needs the role admin; yours is viewer.", "Needs the role admin; yours is viewer.", "Needs the role operator; yours is viewer."],
            Buttons(actions).Select(b => actions.Find($"#{b.GetAttribute("aria-describedby")}").TextContent));
        Assert.All(Buttons(actions), b => Assert.Equal("true", b.GetAttribute("aria-disabled")));
    }

    [Theory]
    [InlineData("Remove")]
    [InlineData("Recreate")]
    public async Task Actions_OperatorForgesAnAdminsClick_ThereIsNoHandler(string name)
    {
        _bench.SignIn(Roles.Operator);
        var button = Buttons(Render("exited")).Single(b => b.TextContent.Trim() == name);

        await Assert.ThrowsAsync<MissingEventHandlerException>(() => button.ClickAsync());
    }

    [Fact]
    public void Actions_RoleNotKnownYet_NothingCanBePressed()
    {
        _bench.Access.SetAuthorizing();

        Assert.Empty(Buttons(Render("running")));
    }

    [Fact]
    public void Actions_WhileAnotherStops_SayWhoAndOnlyTheKillIsOpen()
    {
        _bench.SignIn(Roles.Admin);
        StopByOther(TimeSpan.FromSeconds(30));
        var actions = Render("running");

        Assert.Equal(["Kill now", "Copy as new run"], Buttons(actions).Where(b => !b.HasAttribute("aria-disabled")).Select(b => b.TextContent.Trim()));
        Assert.Equal("Oli Operator is stopping it.", actions.Find($"#{Buttons(actions)[0].GetAttribute("aria-describedby")}").TextContent);
    }

    [Fact]
    public void Operations_WhileAnotherStops_EverybodySeesTheCountdown()
    {
        _bench.SignIn(Roles.Viewer);
        StopByOther(TimeSpan.FromSeconds(30));
        var notices = _bench.Render<ContainerOperations>(p => p.Add(c => c.Container, Container("running")));
        _bench.Clock.Advance(TimeSpan.FromSeconds(12));
        notices.InvokeAsync(_bench.PageClock.Tick);

        Assert.Contains("18 s left to end by itself", notices.Markup, StringComparison.Ordinal);
        Assert.Equal("Oli Operator is stopping it", notices.Find("[role=status]").TextContent);
    }

    [Fact]
    public void Operations_NamesAndReasonsWithMarkupAndEscapes_AreText()
    {
        _bench.SignIn(Roles.Viewer);
        _bench.Desk.Submit(
            Persons.Of("sub-x", "<b>x</b>\u001b[31m", Roles.Operator), Stop() with { Reason = "<img src=x onerror=alert(1)>\u202e" });
        _bench.Desk.Accept(SampleContainers.IdOf(1), "game-0001", TimeSpan.FromSeconds(30));

        var notices = _bench.Render<ContainerOperations>(p => p.Add(c => c.Container, Container("running")));

        Assert.Empty(notices.FindAll("img, b"));
        Assert.DoesNotContain(notices.Markup, c => c is '\u001b' or '\u202e');
    }

    private static BoardContainer Container(string state) => PageBench.Container(1, facts: new ContainerFacts { State = state });

    private StopCommand Stop() => new()
    {
        ActionId = ActionId.New(_bench.Clock),
        Engine = "local",
        ContainerId = SampleContainers.IdOf(1),
        Seen = SeenContainer.Of(Container("running")),
        Grace = TimeSpan.FromSeconds(30),
    };

    private void StopByOther(TimeSpan grace)
    {
        _bench.Desk.Submit(Persons.Operator, Stop());
        _bench.Desk.Accept(SampleContainers.IdOf(1), "game-0001", grace);
    }

    private IRenderedComponent<ContainerActions> Render(string state) => _bench.Render<ContainerActions>(p => p.Add(c => c.Container, Container(state)));

    private static IReadOnlyList<AngleSharp.Dom.IElement> Buttons(IRenderedComponent<ContainerActions> actions) => actions.FindAll("button");
}

using System.Collections.Immutable;
using Rtm.Console.Components.Containers;
using Rtm.Console.Relay;
using Rtm.Console.Verdicts;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

public class ContainerViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly BoardContainer[] Containers =
    [
        Container("aa01", "alpha", "game:1", "rtmanager", 10, new() { State = "running", Health = "healthy", RestartCount = 0 }),
        Container("bb02", "Bravo", "game:2", "lab", 20, new() { State = "exited", ExitCode = 3, RestartCount = 7 }),
        Container("cc03", "charlie", "proxy:1", "rtmanager", 5, new() { State = "created" }),
    ];

    [Theory]
    [InlineData("", "alpha,Bravo,charlie")]
    [InlineData("?q=BRAVO", "Bravo")]
    [InlineData("?q=game", "alpha,Bravo")]
    [InlineData("?q=cc0", "charlie")]
    [InlineData("?q=lab", "Bravo")]
    [InlineData("?owner=rtmanager", "alpha,charlie")]
    [InlineData("?owner=RTMANAGER", "")]
    [InlineData("?state=exited,created", "Bravo,charlie")]
    [InlineData("?show=failed,ok", "alpha,Bravo")]
    [InlineData("?q=game&owner=lab&state=exited", "Bravo")]
    [InlineData("?dir=desc", "charlie,Bravo,alpha")]
    [InlineData("?sort=age", "charlie,alpha,Bravo")]
    [InlineData("?sort=age&dir=desc", "Bravo,alpha,charlie")]
    [InlineData("?sort=state", "Bravo,alpha,charlie")]
    [InlineData("?sort=restarts&dir=desc", "Bravo,alpha,charlie")]
    [InlineData("?sort=image", "alpha,Bravo,charlie")]
    [InlineData("?sort=owner", "Bravo,alpha,charlie")]
    public void Of_Query_ShowsWhatItAsksFor(string query, string names) =>
        Assert.Equal(names, string.Join(',', View(query).Rows.Select(r => r.Container.Name)));

    [Fact]
    public void Of_SeverityChosen_StillCountsTheOthers() => Assert.Equal(1, View("?show=failed").SeverityCounts[Severity.Ok]);

    [Fact]
    public void Of_StateChosen_StillCountsTheOthers() => Assert.Equal(1, View("?state=exited").StateCounts["running"]);

    [Fact]
    public void Of_Filter_KeepsTheTotal() => Assert.Equal(3, View("?q=alpha").Total);

    [Fact]
    public void Of_EqualRows_KeepTheirOrderBothWays()
    {
        var query = "?sort=owner&owner=rtmanager";

        Assert.Equal(View(query).Rows.Select(r => r.Container.Name), View(query + "&dir=desc").Rows.Select(r => r.Container.Name));
    }

    private static ContainerView View(string query) => ContainerView.Of(
        [
            new BoardSnapshot
            {
                Engine = "local",
                Connection = new(ConnectionPhase.Live, Now),
                Containers = Containers.ToImmutableDictionary(c => c.Id),
            },
        ],
        ContainerQuery.Parse(query),
        Now);

    private static BoardContainer Container(string id, string name, string image, string owner, int minutes, ContainerFacts facts) =>
        new() { Engine = "local", Id = id, Name = name, Image = image, Owner = owner, CreatedAt = Now.AddMinutes(-minutes), Facts = facts };
}

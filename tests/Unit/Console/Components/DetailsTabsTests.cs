using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Commands;
using Rtm.Console.Components.Containers;
using Rtm.Console.Security;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components;

/// <summary>Overview, Configuration and Raw JSON: what an inspect answers, and what of it may be seen.</summary>
public sealed class DetailsTabsTests : IAsyncDisposable
{
    private const string Secret = "not-for-everyone";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly PageBench _bench = new();
    private readonly FakeAudit _audit = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Overview_DetailsRead_ShowsHowItRuns()
    {
        var page = Page(null, d => d with { Ports = [new("8080/tcp", "0.0.0.0", "80")], Mounts = [new("bind", "/srv/game", "/data", true)] });

        await page.UntilAsync(
            () =>
            {
                var text = page.Find("section[aria-labelledby=how]").TextContent;
                Assert.Contains("1.5 CPUs, 512 MiB memory, 256 processes", text, StringComparison.Ordinal);
                Assert.Contains("8080/tcp on 0.0.0.0:80", text, StringComparison.Ordinal);
                Assert.Contains("/data ← bind /srv/game, read-only", text, StringComparison.Ordinal);
                Assert.Contains("game-net · 172.18.0.2", text, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task Overview_EngineFails_SaysWhyAndReadsAgainWhenAsked()
    {
        _bench.Engine.Fail(nameof(IDockerEngine.InspectContainerAsync), new EngineTimeoutException(new("local", "inspect", ""), "no answer within 3 s"));
        var page = Page(null);
        await page.UntilAsync(() => Assert.Contains("no answer within 3 s", page.Find(".notice [role=alert]").TextContent, StringComparison.Ordinal));

        _bench.Engine.Heal(nameof(IDockerEngine.InspectContainerAsync));
        await page.Find(".notice button").ClickAsync();

        await page.UntilAsync(() => Assert.Contains("1.5 CPUs", page.Find("section[aria-labelledby=how]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".notice"));
    }

    [Fact]
    public async Task Overview_StoppedByAnotherHand_SaysItCameFromOutside()
    {
        _bench.Resolve<ActHistory>().Remember([], DateTimeOffset.MinValue);
        _bench.Timeline.Add(Timeline.Rows.Event(0, "stop"));

        var page = Page(null);

        await page.UntilAsync(() => Assert.Contains("from outside this console", page.Find("section[aria-labelledby=last] li").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Details_BoardShowsAChange_AreReadAgain()
    {
        var page = Page(null);
        await page.UntilAsync(() => Assert.Contains("1.5 CPUs", page.Markup, StringComparison.Ordinal));

        _bench.Engine.Put(Sample() with { Limits = new() { Cpus = 3 } });
        _bench.Board.ShowList([PageBench.Container(1, facts: new() { State = "running", RestartCount = 1 })]);

        await page.UntilAsync(() => Assert.Contains("3 CPUs", page.Markup, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("configuration")]
    [InlineData("raw")]
    public async Task EveryTab_EnvironmentBeforeTheReveal_IsNotOnThePage(string? tab)
    {
        Admit(Roles.Admin);
        _bench.Services.AddSingleton<IRevealAudit>(_audit);

        var page = Page(tab, d => d with { RawJson = $$"""{"Config":{"Env":["GAME_TOKEN={{Secret}}"]},"Args":["{{Secret}}"]}""" });

        await page.UntilAsync(() => Assert.DoesNotContain("Asking the engine", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reveal_Operator_ShowsTheValuesAndHidesThemAgain()
    {
        Admit(Roles.Operator);
        _bench.Services.AddSingleton<IRevealAudit>(_audit);
        var page = Page("configuration");
        await page.UntilFoundAsync("section[aria-labelledby=env] button");

        await page.Find("section[aria-labelledby=env] button").ClickAsync();

        await page.UntilAsync(() => Assert.Contains(Secret, page.Markup, StringComparison.Ordinal));
        Assert.Single(_audit.Requests);
        await page.Find("section[aria-labelledby=env] button").ClickAsync();
        await page.UntilAsync(() => Assert.DoesNotContain(Secret, page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reveal_Viewer_IsDisabledAndSaysWhichRoleItTakes()
    {
        Admit(Roles.Viewer);
        _bench.Services.AddSingleton<IRevealAudit>(_audit);

        var page = Page("configuration");

        await page.UntilFoundAsync("section[aria-labelledby=env] button[disabled]");
        Assert.Contains("role operator or admin", page.Find("#env-refusal").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reveal_WithoutAnAudit_IsDisabledAndSaysWhy()
    {
        Admit(Roles.Admin);

        var page = Page("configuration");

        await page.UntilFoundAsync("section[aria-labelledby=env] button[disabled]");
        Assert.Contains("no audit", page.Find("#env-refusal").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reveal_AuditCannotWrite_SaysSoAndShowsNothing()
    {
        Admit(Roles.Operator);
        _audit.Failure = new("the store is down");
        _bench.Services.AddSingleton<IRevealAudit>(_audit);
        var page = Page("configuration");
        await page.UntilFoundAsync("section[aria-labelledby=env] button");

        await page.Find("section[aria-labelledby=env] button").ClickAsync();

        await page.UntilAsync(() => Assert.Contains("the store is down", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_LabelsWithMarkupAndEscapes_AreText()
    {
        var labels = new Dictionary<string, string>(Sample().Labels) { ["<b>x</b>"] = "<script>alert(1)</script>\u001b[31m\u202e" };

        var page = Page("configuration", d => d with { Labels = labels });

        await page.UntilAsync(() => Assert.Contains("<script>alert(1)</script>␛[31m", page.Find("section[aria-labelledby=labels]").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("script, b"));
        Assert.DoesNotContain('\u202e', page.Markup);
    }

    [Fact]
    public async Task Raw_Search_CountsAndMarksTheHits()
    {
        var page = Page("raw", d => d with { RawJson = """{"Name":"/game-1","Path":"/bin/game","Note":"<img src=x>"}""" });
        await page.UntilFoundAsync("#raw-search");

        await page.Find("#raw-search").InputAsync("GAME");

        await page.UntilAsync(() => Assert.Equal("2 hits", page.Find("[role=search] [role=status]").TextContent));
        Assert.Equal(["game", "game"], page.FindAll("mark").Select(m => m.TextContent));
        Assert.Empty(page.FindAll("img"));
    }

    private static ContainerDetails Sample() => new SampleContainers(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)).Healthy();

    private void Admit(string role)
    {
        _bench.Access.SetAuthorized(role);
        _bench.Access.SetPolicies(role is Roles.Viewer ? [Policies.Viewer] : [Policies.Viewer, Policies.Operator]);
    }

    private IRenderedComponent<ContainerPage> Page(string? tab, Func<ContainerDetails, ContainerDetails>? change = null)
    {
        _bench.Engine.Put((change ?? (d => d))(Sample()));
        _bench.Board.ShowList([PageBench.Container(1)]);
        return _bench.Render<ContainerPage>(p => p.Add(c => c.Engine, "local").Add(c => c.Id, SampleContainers.IdOf(1)).Add(c => c.Tab, tab));
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rtm.E2E.Tests.Browser.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Rtm.E2E.Tests.Browser;

public sealed class ContainerListTests(Chromium chromium) : BrowserTest(chromium)
{
    private DemoSite Demo { get; set; } = null!;

    public override async ValueTask InitializeAsync() => Demo = await Chromium.DemoAsync(Ct);

    [Fact]
    public async Task List_RealEngine_ShowsWhatTheCommandLineShowsForTheLabel()
    {
        var page = (await EnterAsync(Demo.Site)).Page;
        await Expect(page.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(9);

        var shown = await page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link).AllInnerTextsAsync();

        var listed = await Demo.Engine.DockerAsync(Ct, "ps", "--all", "--filter", $"label={DemoContainers.OwnerLabel}", "--format", "{{json .Names}}");
        Assert.Equal(listed.Split('\n').Select(name => JsonSerializer.Deserialize<string>(name)!).Order(StringComparer.OrdinalIgnoreCase), shown);
    }

    [Theory]
    [InlineData("running", 2)]
    [InlineData("paused", 1)]
    [InlineData("exited", 3)]
    [InlineData("created", 2)]
    public async Task StateFilter_OneState_ShowsWhatTheCommandLineShowsForIt(string state, int count)
    {
        // Between its runs the looping one is now running and now restarting.
        var page = (await EnterAsync(Demo.Site, "/containers?q=-10")).Page;
        if (state == "created")
            await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("");
        else if (state == "running")
            await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("-104");

        await page.GetByRole(AriaRole.Group, new() { Name = "State" })
            .GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{state} ") }).ClickAsync();

        var names = page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link).Filter(new() { HasNotText = DemoContainers.CrashLooping });
        await Expect(names).ToHaveCountAsync(count);
        var listed = await Demo.Engine.DockerAsync(
            Ct, "ps", "--all", "--filter", $"label={DemoContainers.OwnerLabel}", "--filter", $"status={state}", "--format", "{{.Names}}");
        Assert.Equal(listed.Split('\n').Except([DemoContainers.CrashLooping]).Order(StringComparer.OrdinalIgnoreCase), await names.AllInnerTextsAsync());
    }

    [Theory]
    [InlineData(DemoContainers.Healthy, "Running, healthy")]
    [InlineData(DemoContainers.Unhealthy, "Unhealthy")]
    [InlineData(DemoContainers.ExitedWell, "Exited 0")]
    [InlineData(DemoContainers.ExitedThree, "Crashed, exit 3")]
    [InlineData(DemoContainers.OutOfMemory, "Out of memory at the 16 MiB limit")]
    [InlineData(DemoContainers.CrashLooping, "Crash-looping: exit 1")]
    [InlineData(DemoContainers.NeverStarted, "Created, never started")]
    [InlineData(DemoContainers.Paused, "Paused")]
    public async Task List_ContainerInAState_SaysItInWords(string name, string verdict)
    {
        var page = (await EnterAsync(Demo.Site)).Page;

        await Expect(Row(page, name)).ToContainTextAsync(verdict);
    }

    [Fact]
    public async Task List_ContainerWithoutTheLabel_IsNotThere()
    {
        var page = (await EnterAsync(Demo.Site)).Page;
        await Expect(Row(page, DemoContainers.Healthy)).ToBeVisibleAsync();

        await Expect(page.GetByText(DemoContainers.Foreign)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task List_HostileLabel_IsShownAsHarmlessText()
    {
        var page = (await EnterAsync(Demo.Site)).Page;

        await Expect(Row(page, DemoContainers.Hostile).GetByRole(AriaRole.Cell).GetByText("<img src=x onerror=")).ToBeVisibleAsync();
        await Expect(Row(page, DemoContainers.Hostile)).ToContainTextAsync("\\u{202E}knalb\u241b[31m");
        await Expect(page).ToHaveTitleAsync("Containers · Rtm.Console");
    }

    [Fact]
    public async Task List_OneEngine_HasNoEngineColumn()
    {
        var page = (await EnterAsync(Demo.Site)).Page;
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Owner" })).ToBeVisibleAsync();

        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Engine" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task OwnerFilter_OneOwner_ShowsItsContainersOnly()
    {
        var page = (await EnterAsync(Demo.Site)).Page;

        await page.GetByLabel("Owner").SelectOptionAsync(new SelectOptionValue { Label = DemoContainers.Owner });

        await Expect(page.GetByText("8 of 9 containers")).ToBeVisibleAsync();
        await Expect(Row(page, DemoContainers.Hostile)).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync(new Regex($"owner={DemoContainers.Owner}"));
    }

    [Fact]
    public async Task VerdictFilter_Failed_ShowsTheFailedOnly()
    {
        var page = (await EnterAsync(Demo.Site)).Page;
        await Expect(Row(page, DemoContainers.CrashLooping)).ToContainTextAsync("Crash-looping");

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("failed$") }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link)).ToHaveTextAsync(
            [DemoContainers.Unhealthy, DemoContainers.ExitedThree, DemoContainers.OutOfMemory, DemoContainers.CrashLooping]);
    }

    [Fact]
    public async Task Sort_SameColumnTwice_TurnsTheOrderRound()
    {
        var page = (await EnterAsync(Demo.Site)).Page;
        var names = page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link);
        await Expect(names.First).ToHaveTextAsync(DemoContainers.Healthy);

        await page.GetByRole(AriaRole.Button, new() { Name = "Name" }).ClickAsync();

        await Expect(names.First).ToHaveTextAsync(DemoContainers.Hostile);
        await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Name" })).ToHaveAttributeAsync("aria-sort", "descending");
    }

    [Fact]
    public async Task AddressBar_AfterFilterAndSort_ShowsTheSameAfterReloadAndToAnother()
    {
        var page = (await EnterAsync(Demo.Site)).Page;
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search" }).FillAsync("galaxy-game");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^exited ") }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Age", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Age", Exact = true }).ClickAsync();
        string[] oldestFirst = [DemoContainers.ExitedWell, DemoContainers.ExitedThree, DemoContainers.OutOfMemory];
        await ShowsAsync(page, oldestFirst);
        await Expect(page).ToHaveURLAsync($"{Demo.Site.Origin}/containers?q=galaxy-game&state=exited&sort=age&dir=desc");

        await page.ReloadAsync();
        await ShowsAsync(page, oldestFirst);

        var other = (await EnterAsync(Demo.Site, new Uri(page.Url).PathAndQuery)).Page;
        await ShowsAsync(other, oldestFirst);
        await Expect(other.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^exited ") })).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Fact]
    public async Task Filter_WithoutMatch_SaysSoAndCanBeCleared()
    {
        var page = (await EnterAsync(Demo.Site, "/containers?q=no-such-game")).Page;
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing matches the filter" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Clear filters" }).Last.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Rowheader)).ToHaveCountAsync(9);
        await Expect(page).ToHaveURLAsync($"{Demo.Site.Origin}/containers");
    }

    private static Task ShowsAsync(IPage page, IEnumerable<string> names) =>
        Expect(page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link)).ToHaveTextAsync(names);
}

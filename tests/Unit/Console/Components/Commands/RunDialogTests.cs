using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Rtm.Console.Commands;
using Rtm.Console.Components.Commands;
using Rtm.Console.Security;
using Rtm.Console.Verdicts;
using Rtm.Docker;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.Unit.Tests.Console.Components.Commands;

public sealed class RunDialogTests : IAsyncDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly DialogBench _bench = new(Roles.Operator);
    private readonly FakeAudit _audit = new();

    public RunDialogTests() => _bench.Desk.Preview = spec => new() { Faults = spec.Validate() };

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Run_Blank_ShowsNoFaultBeforeAnyoneTyped()
    {
        await OpenAsync();

        Assert.Empty(_bench.Provider.FindAll(".field-fault"));
    }

    [Fact]
    public async Task Run_ConfirmedWithFaults_ShowsAllOfThemAtTheirFields()
    {
        await OpenAsync();

        await _bench.ConfirmAsync();

        Assert.Empty(_bench.Desk.Submitted);
        Assert.Equal(
            ["run-name-fault", "run-hostname-fault", "run-image-fault", "run-network-fault"],
            _bench.Provider.FindAll("p.field-fault[id]").Select(f => f.Id));
    }

    [Fact]
    public async Task Run_PreviewIsGood_SendsWhatWasSeen()
    {
        Allow();
        await OpenAsync();
        await FillAsync();

        await _bench.ConfirmAsync();

        var run = Assert.IsType<RunCommand>(Assert.Single(_bench.Desk.Submitted));
        Assert.Equal((Hash, "game-1", 256), (run.PreviewHash, run.Spec.Name, run.Spec.PidsLimit));
    }

    [Fact]
    public async Task Run_PreviewChangesAtTheClick_IsNotSent()
    {
        Allow();
        await OpenAsync();
        await FillAsync();
        _bench.Desk.Preview = _ => Good(new('b', 64));

        await _bench.ConfirmAsync();

        Assert.Empty(_bench.Desk.Submitted);
        Assert.Contains("The preview has just changed", _bench.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Preview_ShowsTheRequestWithItsSecretsMasked()
    {
        Allow();
        await OpenAsync();
        await FillAsync();

        Assert.Equal("""{ "Env": ["TOKEN=••••"] }""", _bench.Provider.Find(".preview pre").TextContent);
    }

    [Fact]
    public async Task Run_PastedJsonWithPrivileged_NamesAndRefusesIt()
    {
        await OpenAsync();
        await _bench.TypeAsync("#run-json", """{ "Name": "game-1", "HostConfig": { "Privileged": true } }""");

        await _bench.Button("Fill the form").ClickAsync();

        Assert.Contains("HostConfig.Privileged", _bench.Provider.Find("#run-json-fault").TextContent, StringComparison.Ordinal);
        Assert.Equal("", _bench.Provider.Find("#run-name").GetAttribute("value"));
    }

    [Fact]
    public async Task Run_Copy_FillsTheFormAndWritesDownThatItReadTheEnvironment()
    {
        await using var bench = new DialogBench(Roles.Operator, services => services.AddSingleton<IRevealAudit>(_audit));
        await OpenCopyAsync(bench);

        await bench.Provider.UntilAsync(() => Assert.Contains("GAME_TOKEN=not-for-everyone", bench.Provider.Find("#run-env").GetAttribute("value"), StringComparison.Ordinal));
        Assert.True(Assert.Single(_audit.Requests).Allowed);
        Assert.Equal("", bench.Provider.Find("#run-name").GetAttribute("value"));
    }

    [Fact]
    public async Task Run_CopyOfWhatNoFormCanSay_NamesWhatItWillNotHave()
    {
        await using var bench = new DialogBench(Roles.Operator, services => services.AddSingleton<IRevealAudit>(_audit));
        bench.Page.Engine.Put(new SampleContainers(bench.Page.Clock.GetUtcNow()).Healthy() with { RestartPolicy = "<i>always</i>" });

        await bench.OpenAsync(CopyOfOne());

        await bench.Provider.UntilAsync(() => Assert.Contains("the restart policy '<i>always</i>'", bench.Provider.Find(".left-behind li").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NameTypedBeforeTheCopyIsThere_IsKept()
    {
        await using var bench = new DialogBench(Roles.Operator, services => services.AddSingleton<IRevealAudit>(_audit));
        var hold = bench.Page.Engine.Hold(nameof(IDockerEngine.InspectContainerAsync));
        await OpenCopyAsync(bench);
        await bench.Page.Engine.WaitForHeldAsync(1, Xunit.TestContext.Current.CancellationToken, TimeSpan.FromSeconds(30));
        // What listens waits for the typing to rest, on a clock that stands.
        _ = bench.TypeAsync("#run-name", "game-1b");
        await bench.Provider.UntilAsync(() => Assert.Equal("game-1b", bench.Provider.Find("#run-name").GetAttribute("value")));

        hold.Dispose();

        await bench.Provider.UntilAsync(() => Assert.Contains("GAME_TOKEN", bench.Provider.Find("#run-env").GetAttribute("value"), StringComparison.Ordinal));
        Assert.Equal("game-1b", bench.Provider.Find("#run-name").GetAttribute("value"));
    }

    [Fact]
    public async Task Run_CopyWithoutAnAudit_ShowsNoSecret()
    {
        await OpenCopyAsync(_bench);

        await _bench.Provider.UntilAsync(() => Assert.Contains("It could not be copied", _bench.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("not-for-everyone", _bench.Provider.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StartedAndHealthy_SaysSo()
    {
        await StartAsync();

        _bench.Page.Board.ShowList([PageBench.Container(1, facts: new() { State = "running", Health = "healthy" })]);

        await _bench.Provider.UntilAsync(() => Assert.Contains("Running and healthy.", _bench.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_BoardIsBehindTheStart_GoesOnWatching()
    {
        _bench.Show("created");
        await StartAsync();
        Assert.Contains("it is watched until it is well", _bench.Text, StringComparison.Ordinal);

        _bench.Page.Board.ShowList([PageBench.Container(1, facts: new() { State = "running", Health = "healthy" })]);

        await _bench.Provider.UntilAsync(() => Assert.Contains("Running and healthy.", _bench.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_StartedAndCrashed_SaysTheVerdictAndItsLastWordsAsText()
    {
        _bench.Page.Engine.Put(new SampleContainers(_bench.Page.Clock.GetUtcNow()).ExitedWithThree(1));
        _bench.Page.Engine.AppendLog(SampleContainers.IdOf(1), new(LogSource.Stderr, null, "<b>no map</b>\u001b[31m", Truncated: false));
        _bench.Page.Engine.EndLog(SampleContainers.IdOf(1));
        await StartAsync();

        _bench.Page.Board.ShowList([PageBench.Container(1, facts: new() { State = "exited", ExitCode = 3 })]);

        await _bench.Provider.UntilAsync(() => Assert.Contains("<b>no map</b>␛[31m", _bench.Provider.Find(".run-watch pre").TextContent, StringComparison.Ordinal));
        Assert.Contains("Crashed, exit 3", _bench.Provider.Find(".run-watch [role=alert]").TextContent, StringComparison.Ordinal);
    }

    private async Task StartAsync()
    {
        Allow();
        await OpenAsync();
        await FillAsync();
        await _bench.ConfirmAsync();
        _bench.Desk.Finish(CommandResult.Done, "game-1 was started.", produced: SampleContainers.IdOf(1));
        await _bench.Provider.UntilFoundAsync(".run-watch");
    }

    private void Allow() => _bench.Desk.Preview = spec => spec.Validate() is { Count: > 0 } faults ? new() { Faults = faults } : Good(Hash);

    private static RunPreview Good(string hash) => new()
    {
        Request = "POST /containers/create?name=game-1",
        MaskedJson = """{ "Env": ["TOKEN=••••"] }""",
        Hash = hash,
        PinnedImage = "registry.example:5000/game/engine@sha256:abc",
    };

    private Task OpenAsync() => _bench.OpenAsync(new MudBlazor.DialogParameters<RunDialog>());

    private static Task OpenCopyAsync(DialogBench bench)
    {
        bench.Page.Engine.Put(new SampleContainers(bench.Page.Clock.GetUtcNow()).Healthy());
        return bench.OpenAsync(CopyOfOne());
    }

    private static MudBlazor.DialogParameters<RunDialog> CopyOfOne() =>
        new() { { d => d.CopyOf, PageBench.Container(1, facts: new ContainerFacts { State = "running" }) } };

    private async Task FillAsync()
    {
        await _bench.TypeAsync("#run-json", """
            { "Name": "game-1", "Image": "registry.example:5000/game/engine:1.4", "Hostname": "game-1", "Network": "game-net",
              "Env": { "TOKEN": "x" }, "CpuQuota": 1, "Memory": "512m", "PidsLimit": 256 }
            """);
        await _bench.Button("Fill the form").ClickAsync();
        await _bench.Provider.UntilFoundAsync(".preview pre");
    }
}

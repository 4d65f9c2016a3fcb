using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>A console that sees one test's containers alone, on the engine for tests that change something.</summary>
public abstract class CommandBrowserTest(Chromium chromium) : DialogBrowserTest(chromium)
{
    protected PrivateEngine Engine { get; private set; } = null!;

    protected string Owner { get; } = $"test-{Guid.NewGuid():N}"[..16];

    public override async ValueTask InitializeAsync() => Engine = await Chromium.EngineAsync(Ct);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        var left = await Engine.DockerAsync(CancellationToken.None, "ps", "--all", "--quiet", "--filter", $"label={DemoContainers.OwnerLabel}={Owner}");
        foreach (var id in left.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await Engine.DockerAsync(CancellationToken.None, "rm", "--force", id.Trim());
        GC.SuppressFinalize(this);
    }

    protected Task<Site> StartSiteAsync(params IEnumerable<string> more) => KeepAsync(Site.StartAsync(
        Ct, [.. Site.OnEngine(Engine), $"--Rtm:Scope:Owners:0={Owner}", $"--Rtm:Commands:Owner={Owner}", "--Rtm:Commands:ProofDeadline=00:00:45", .. more]));

    /// <summary>A container that heeds SIGTERM or not; its id.</summary>
    protected Task<string> RunContainerAsync(string name, bool isStubborn = false) => Engine.DockerAsync(
        Ct, "run", "--detach", "--name", name, "--label", $"{DemoContainers.OwnerLabel}={Owner}", DemoContainers.Image,
        "sh", "-c", isStubborn ? "trap '' TERM; while :; do sleep 0.2; done" : "trap 'exit 0' TERM; while :; do sleep 0.2; done");
}

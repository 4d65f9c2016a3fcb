using Rtm.E2E.Tests.Browser.Support;
using Rtm.E2E.Tests.Support;
using Rtm.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Browser.CommandTests;

/// <summary>
/// A console on an engine that pulls from real registries: one that is open, the same behind a link that can be held up, and one that wants a
/// password. The engine has a small disk and runs nothing: a pull alone changes no interface of this machine.
/// </summary>
public sealed class PullSite : IAsyncLifetime
{
    private readonly int _nobody = FreePort.Find();
    private PrivateRegistry _open = null!;
    private PrivateRegistry _locked = null!;
    private PrivateEngine _engine = null!;

    /// <summary>Between the browsers and the console.</summary>
    public TcpProxy Cable { get; private set; } = null!;

    /// <summary>Between the engine and the open registry.</summary>
    public LayerLink Link { get; private set; } = null!;

    public Site Site { get; private set; } = null!;

    /// <summary>In a registry where nothing listens.</summary>
    public string Unreachable => $"127.0.0.1:{_nobody}/galaxy/game:1";

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        _open = await PrivateRegistry.StartAsync(ct);
        _locked = await PrivateRegistry.StartAsync(ct, withPassword: true);
        Link = new LayerLink(_open.Port);
        // An engine that tries again by itself would take a minute to say that a layer was cut off.
        _engine = await PrivateEngine.StartAsync("pulls", ct, new() { DataSize = "64m", DaemonOptions = ["--max-download-attempts=1"] });
        Site = await Site.StartAsync(
            ct,
            [
                .. Site.OnEngine(_engine), "--Rtm:Engines:0:Deadlines:PullSilence=00:05:00", $"--Rtm:Commands:Images:0={_open.Address}/galaxy", $"--Rtm:Commands:Images:1={_locked.Address}/galaxy",
                $"--Rtm:Commands:Images:2=127.0.0.1:{Link.Port}/galaxy", $"--Rtm:Commands:Images:3=127.0.0.1:{_nobody}/galaxy",
            ],
            reachedAt: port => (Cable = new TcpProxy(port)).Port);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Cable.DisposeAsync();
        await _engine.DisposeAsync();
        await Link.DisposeAsync();
        await _locked.DisposeAsync();
        await _open.DisposeAsync();
    }

    /// <summary>An image in the open registry, which the engine does not have.</summary>
    public Task<string> InTheRegistryAsync(string repositoryAndTag, CancellationToken ct) => MakeAsync(_open, repositoryAndTag, ct);

    /// <summary>An image in the open registry, by way of the link.</summary>
    public async Task<string> BehindTheLinkAsync(string repositoryAndTag, CancellationToken ct)
    {
        await MakeAsync(_open, repositoryAndTag, ct);
        return $"127.0.0.1:{Link.Port}/{repositoryAndTag}";
    }

    /// <summary>An image in the registry that wants a password.</summary>
    public Task<string> BehindAPasswordAsync(string repositoryAndTag, CancellationToken ct) => MakeAsync(_locked, repositoryAndTag, ct);

    /// <summary>Leaves the engine's disk less room than a layer takes, until it is disposed of.</summary>
    public async Task<IAsyncDisposable> FillDiskAsync(CancellationToken ct)
    {
        var ballast = Path.Combine(_engine.DataSeenFromOutside, "ballast");
        await Tool.RunAsync(Tool.AsRoot("bash", "-c", $"cat /dev/zero >'{ballast}' 2>/dev/null; truncate --size=-128K '{ballast}'"), input: null, ct);
        return new Ballast(ballast);
    }

    private async Task<string> MakeAsync(PrivateRegistry registry, string repositoryAndTag, CancellationToken ct)
    {
        await Busybox.ImportAsync(_engine, repositoryAndTag, ct);
        var reference = await registry.PushAsync(_engine, repositoryAndTag, repositoryAndTag, ct);
        await _engine.DockerAsync(ct, "image", "rm", repositoryAndTag);
        return reference;
    }

    private sealed class Ballast(string path) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Tool.RunAsync(Tool.AsRoot("rm", path), input: null, CancellationToken.None);
    }
}

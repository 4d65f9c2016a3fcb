using Rtm.E2E.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(SharedEngine))]

namespace Rtm.E2E.Tests.Support;

/// <summary>
/// One engine for the whole run, with an image and a network. Tests share it: each names its containers after itself
/// and removes them. A test that harms an engine starts its own.
/// </summary>
public sealed class SharedEngine : IAsyncLifetime
{
    /// <summary>Busybox; sleeps unless told otherwise.</summary>
    public const string Image = "rtm-test/busybox:1";

    public const string Network = "galaxy";

    private PrivateEngine? _engine;

    public PrivateEngine Engine => _engine ?? throw new InvalidOperationException("the engine has not been started yet");

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        _engine = await PrivateEngine.StartAsync("shared", ct);
        await Busybox.ImportAsync(_engine, Image, ct, """CMD ["sleep", "3600"]""");
        await _engine.DockerAsync(ct, "network", "create", Network);
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }
}

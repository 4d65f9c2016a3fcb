using Rtm.E2E.Tests.Support;
using Xunit;

namespace Rtm.E2E.Tests.Engine.Support;

/// <summary>An engine for one class of tests, with the shared engine's image and network but none of its events.</summary>
public sealed class QuietEngine : IAsyncLifetime
{
    private PrivateEngine? _engine;

    public PrivateEngine Engine => _engine ?? throw new InvalidOperationException("the engine has not been started yet");

    /// <summary>A private engine that <see cref="Sandbox"/> can work on.</summary>
    internal static async Task<PrivateEngine> StartAsync(string name, CancellationToken ct, PrivateEngineOptions? options = null)
    {
        var engine = await PrivateEngine.StartAsync(name, ct, options);
        try
        {
            await Busybox.ImportAsync(engine, SharedEngine.Image, ct, """CMD ["sleep", "3600"]""");
            await engine.DockerAsync(ct, "network", "create", SharedEngine.Network);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public async ValueTask InitializeAsync() => _engine = await StartAsync("quiet", TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
    }
}

using Rtm.E2E.Tests.Support;

namespace Rtm.E2E.Tests.Browser.Support;

/// <summary>A console and an engine of its own: other tests' containers come and go on the shared one.</summary>
public sealed class DemoSite : IAsyncDisposable
{
    private DemoSite(PrivateEngine engine, Site site) => (Engine, Site) = (engine, site);

    public PrivateEngine Engine { get; }

    public Site Site { get; }

    public static async Task<DemoSite> StartAsync(CancellationToken ct)
    {
        var engine = await PrivateEngine.StartAsync("demo", ct, new PrivateEngineOptions { OwnNetwork = true });
        try
        {
            await DemoContainers.MakeAsync(engine);
            return new DemoSite(engine, await Site.StartAsync(ct, Site.OnEngine(engine)));
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Engine.DisposeAsync();
    }
}

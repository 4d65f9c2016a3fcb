using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Rtm.Console.History;
using Rtm.Console.Relay;

namespace Rtm.Tests.Support;

/// <summary>The history as a console runs it, without the rest of the console.</summary>
public sealed class RunningHistory : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningHistory(IHost host) => _host = host;

    public ITimelineRecorder Recorder => _host.Services.GetRequiredService<ITimelineRecorder>();

    public ITimelineArchive Archive => _host.Services.GetRequiredService<ITimelineArchive>();

    public IRelayMemoryKeeper Keeper => _host.Services.GetRequiredService<IRelayMemoryKeeper>();

    public IServiceProvider Services => _host.Services;

    public static async Task<RunningHistory> StartAsync(HistoryOptions options, CancellationToken ct, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        configure?.Invoke(builder.Services);
        builder.Services.AddHistory();
        var host = builder.Build();
        await host.StartAsync(ct);
        return new(host);
    }

    /// <summary>Waits until all that was recorded is in the store: a reader's own patience is short.</summary>
    public Task WrittenAsync(CancellationToken ct) =>
        Eventually.TrueAsync("the rows to be written", () => Archive.State is { Waiting: 0, DownSince: null }, ct, TimeSpan.FromSeconds(30));

    /// <summary>Ends as a console that is killed does: nothing is written any more.</summary>
    public ValueTask KillAsync() => ((IAsyncDisposable)_host).DisposeAsync();

    /// <summary>Ends as a console does: what was recorded is written first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await KillAsync();
    }
}

namespace Rtm.Console.Relay;

/// <summary>Runs one pump an engine; none waits for another.</summary>
internal sealed class RelayService(
    EngineRegistry registry, BoardDirectory directory, OwnerScope scope, RelayOptions options, TimeProvider clock,
    ILogger<RelayService> logger, IRelayMemoryKeeper? keeper = null) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(registry.Engines.Zip(directory.Boards, directory.Timelines).Select(entry =>
        {
            var (engine, board, timeline) = entry;
            var pump = new EnginePump(engine, board, timeline, scope, options, clock, logger, keeper);
            return Task.Run(() => pump.RunAsync(stoppingToken), stoppingToken);
        }));
}

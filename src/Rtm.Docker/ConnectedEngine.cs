using System.Threading.Channels;

namespace Rtm.Docker;

/// <summary>The narrow interfaces put together over one connection; each part does its own job.</summary>
internal sealed class ConnectedEngine : IDockerEngine
{
    private readonly EngineConnection _connection;
    private readonly EngineHealth _health;
    private readonly NetworkReader _networks;
    private readonly ImageStore _images;
    private readonly ContainerReader _containers;
    private readonly ContainerStreams _streams;
    private readonly ContainerOperator _actions;
    private readonly EngineEventReader _events;

    public ConnectedEngine(EngineConnection connection, EngineTls? tls, string logDriver, string logOptions)
    {
        _connection = connection;
        Tls = tls;
        _health = new EngineHealth(connection);
        _networks = new NetworkReader(connection);
        _images = new ImageStore(connection);
        _containers = new ContainerReader(connection);
        _streams = new ContainerStreams(connection, _containers);
        _actions = new ContainerOperator(connection, _containers, new ContainerRunner(connection, logDriver, logOptions));
        _events = new EngineEventReader(connection);
    }

    public string Name => _connection.Name;

    public Uri Endpoint => _connection.Endpoint;

    /// <summary>The certificates of its connections, disposed with it; null without TLS.</summary>
    public EngineTls? Tls { get; }

    public void Dispose()
    {
        _connection.Dispose();
        Tls?.Dispose();
    }

    public Task<EngineInfo> GetEngineInfoAsync(CancellationToken ct) => _health.GetEngineInfoAsync(ct);

    public Task<string> ReadRunIdAsync(CancellationToken ct) => _health.ReadRunIdAsync(ct);

    public Task EnsureNetworkAsync(string name, CancellationToken ct) => _networks.EnsureNetworkAsync(name, ct);

    public Task PullImageAsync(string imageRef, PullPolicy policy, ChannelWriter<PullProgress>? progress, CancellationToken ct) =>
        _images.PullImageAsync(imageRef, policy, progress, ct);

    public Task<ImageDetails> InspectImageAsync(string imageRef, CancellationToken ct) => _images.InspectImageAsync(imageRef, ct);

    public Task<ContainerDetails> InspectContainerAsync(string containerId, CancellationToken ct) => _containers.InspectContainerAsync(containerId, ct);

    public Task<IReadOnlyList<ContainerSummary>> ListAsync(ListFilter filter, CancellationToken ct) => _containers.ListAsync(filter, ct);

    public IAsyncEnumerable<LogLine> ReadLogsAsync(string containerId, LogQuery query, CancellationToken ct) => _streams.ReadLogsAsync(containerId, query, ct);

    public IAsyncEnumerable<ContainerStats> StreamStatsAsync(string containerId, CancellationToken ct) => _streams.StreamStatsAsync(containerId, ct);

    public CreateRequest PreviewRun(RunSpec spec) => _actions.PreviewRun(spec);

    public Task<RunResult> RunAsync(CreateRequest request, CancellationToken ct) => _actions.RunAsync(request, ct);

    public Task<RunResult> RunAsync(RunSpec spec, CancellationToken ct) => _actions.RunAsync(spec, ct);

    public Task StartAsync(string containerId, CancellationToken ct) => _actions.StartAsync(containerId, ct);

    public Task StopAsync(string containerId, TimeSpan timeout, CancellationToken ct) => _actions.StopAsync(containerId, timeout, ct);

    public Task RestartAsync(string containerId, TimeSpan timeout, CancellationToken ct) => _actions.RestartAsync(containerId, timeout, ct);

    public Task KillAsync(string containerId, string signal, CancellationToken ct) => _actions.KillAsync(containerId, signal, ct);

    public Task RenameAsync(string containerId, string name, CancellationToken ct) => _actions.RenameAsync(containerId, name, ct);

    public Task RemoveAsync(string containerId, CancellationToken ct) => _actions.RemoveAsync(containerId, ct);

    public IAsyncEnumerable<EngineEvent> ListenEventsAsync(EventCursor? since, CancellationToken ct) => _events.ListenEventsAsync(since, ct);

    public IAsyncEnumerable<EngineMessage> WatchEventsAsync(EventCursor? since, CancellationToken ct) => _events.WatchEventsAsync(since, ct);

    public Task<IReadOnlyList<EngineMessage>> ReplayEventsAsync(EventCursor since, EventCursor until, CancellationToken ct) =>
        _events.ReplayEventsAsync(since, until, ct);
}

using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>A relay over the real adapter and an engine on a real socket, which a test can hurt wherever it likes.</summary>
internal sealed class WireEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StubEngine _stub = StubEngine.OnUnixSocket();
    private readonly FakeArchive _archive = new();
    private readonly IDockerEngine _engine;
    private readonly Task _pump;

    /// <param name="clock">The relay's; the adapter's waits stay real.</param>
    /// <param name="probeInterval">How soon silence is doubted.</param>
    /// <param name="deadlines">The adapter's.</param>
    public WireEngine(TimeProvider? clock = null, TimeSpan? probeInterval = null, EngineDeadlines? deadlines = null)
    {
        Clock = clock ??= TimeProvider.System;
        Answer("/version", _ => StubReply.Json("""{"Version":"20.10.24","ApiVersion":"1.41"}"""));
        Answer("/info", _ => StubReply.Json($$"""{"ID":"E","Name":"host","SystemTime":"{{State.Now:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}}"}"""));
        Answer("/networks/bridge", _ => StubReply.Json($$"""{"Id":"{{State.Run}}"}"""));
        Answer("/containers/json", _ => StubReply.Json(State.List()));
        Answer("/containers/{id}/json", request => State.Inspect(request.Route["id"]) is { } json ? StubReply.Json(json) : StubReply.Error(404, "No such container"));
        Answer("/events", Events);
        _engine = DockerEngine.Connect(new DockerEngineOptions { Name = "wire", Endpoint = _stub.Endpoint.OriginalString, Deadlines = deadlines ?? new() });
        Board = new("wire", clock, TimeSpan.FromSeconds(10));
        Timeline = new("wire", clock, _archive);
        // Far apart, so that a busy machine's delays are not taken for losses.
        var options = new RelayOptions { ProbeInterval = probeInterval ?? TimeSpan.FromMinutes(10), ReconcileInterval = TimeSpan.FromMinutes(10) };
        var pump = new EnginePump(_engine, Board, Timeline, new(new()), options, clock, NullLogger.Instance);
        _pump = Task.Run(() => pump.RunAsync(_stop.Token));
    }

    public TimeProvider Clock { get; }

    public WireState State { get; } = new();

    public EngineBoard Board { get; }

    public EngineTimeline Timeline { get; }

    /// <summary>Answers instead of the engine where it isn't null.</summary>
    public Func<StubRequest, StubHandler?>? Fault { get; set; }

    /// <summary>How many requests there were for a path so far.</summary>
    public int Asked(string path) => _stub.Requests.Count(r => r.Path == path);

    public IReadOnlyList<GapCause> Gaps => [.. Timeline.Current.Gaps.Select(g => g.Cause)];

    public async Task LiveAsync(CancellationToken ct)
    {
        await Eventually.TrueAsync("live", () => Board.Current.Connection.Phase == ConnectionPhase.Live, ct, RelayBench.Patience);
        await Eventually.TrueAsync("the stream", () => State.Stream.Opened.IsCompletedSuccessfully, ct, RelayBench.Patience);
    }

    /// <summary>A container comes, changes or (without a state) goes, and the relay has heard of it.</summary>
    public async Task HeardAsync(int number, string action, string state, CancellationToken ct)
    {
        State.Happen((number, action, state));
        await Eventually.TrueAsync("what happened", () => IsAgreed() && Missing() == 0, ct, RelayBench.Patience);
    }

    /// <summary>The socket's file goes, or comes back.</summary>
    public void ShowSocket(bool isThere)
    {
        var path = _stub.Endpoint.AbsolutePath;
        File.Move(isThere ? path + "-" : path, isThere ? path : path + "-");
    }

    public bool IsAgreed() => Board.Current.Containers.Values.Select(c => (c.Id, c.Name, c.Facts.State)).Order().SequenceEqual(State.Containers);

    /// <summary>How many events of the engine are not on the timeline.</summary>
    public int Missing() => State.Times.Except(Heard()).Count();

    /// <summary>Events by time, action and container, as often as they were recorded.</summary>
    public IReadOnlyList<(long, string, string)> Heard() => [.. _archive.Rows.OfType<TimelineEvent>().Select(e => (e.TimeNano, e.Action, e.ContainerId))];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _engine.Dispose();
        await _stub.DisposeAsync();
        _stop.Dispose();
    }

    private void Answer(string path, Func<StubRequest, StubHandler> answer) =>
        _stub.On("GET", path, request => Fault?.Invoke(request) ?? answer(request));

    private StubHandler Events(StubRequest request)
    {
        var until = Nano(request, "until");
        var (past, stream) = State.Listen(Nano(request, "since") ?? long.MaxValue, until);
        return stream is null ? StubReply.Json(past) : stream.Send(past.Length > 0 ? past : "\n").HandleAsync;
    }

    private static long? Nano(StubRequest request, string key) =>
        request.Query.TryGetValue(key, out var text) ? long.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : null;
}

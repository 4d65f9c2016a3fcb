using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Rtm.Console.Relay;
using Rtm.Docker;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>A relay over the real adapter and an engine on a real socket, whose event stream a test can hurt.</summary>
internal sealed class WireEngine : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Name, string State)> _containers = [];
    private readonly List<(long TimeNano, string Json)> _ring = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly StubEngine _stub = StubEngine.OnTcp();
    private readonly IDockerEngine _engine;
    private readonly Task _pump;
    private StreamedReply _stream = new();
    private bool _isDelivering = true;

    public WireEngine()
    {
        _stub.On("GET", "/version", StubReply.Json("""{"Version":"20.10.24","ApiVersion":"1.41"}"""))
            .On("GET", "/info", _ => StubReply.Json($$"""{"ID":"E","Name":"host","SystemTime":"{{Now:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}}"}"""))
            .On("GET", "/containers/json", _ => StubReply.Json(List()))
            .On("GET", "/containers/{id}/json", Inspect)
            .On("GET", "/events", Events);
        _engine = DockerEngine.Connect(new DockerEngineOptions { Name = "wire", Endpoint = _stub.Endpoint.OriginalString });
        Board = new("wire", TimeProvider.System, TimeSpan.FromSeconds(10));
        var options = new RelayOptions { ProbeInterval = TimeSpan.FromSeconds(1), ReconcileInterval = TimeSpan.FromMinutes(10) };
        var pump = new EnginePump(_engine, Board, Timeline, new(new()), options, TimeProvider.System, NullLogger.Instance);
        _pump = Task.Run(() => pump.RunAsync(_stop.Token));
    }

    public EngineBoard Board { get; }

    public EngineTimeline Timeline { get; } = new("wire", TimeProvider.System);

    /// <summary>The stream that is open now.</summary>
    public StreamedReply Stream
    {
        get
        {
            lock (_lock)
                return _stream;
        }
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    public static string IdOf(int number) => SampleContainers.IdOf(number);

    public async Task LiveAsync(CancellationToken ct)
    {
        await Eventually.TrueAsync("live", () => Board.Current.Connection.Phase == ConnectionPhase.Live, ct);
        await Eventually.TrueAsync("the stream", () => Stream.Opened.IsCompletedSuccessfully, ct);
    }

    /// <summary>A container changes, and its events go out in one write.</summary>
    public void Happen(params IEnumerable<(int Number, string Action, string State)> all)
    {
        lock (_lock)
        {
            var text = new StringBuilder();
            foreach (var (number, action, state) in all)
            {
                var id = IdOf(number);
                var name = $"game-{number.ToString(CultureInfo.InvariantCulture)}";
                if (state.Length == 0)
                    _containers.Remove(id);
                else
                    _containers[id] = (name, state);
                var time = Math.Max((Now - DateTime.UnixEpoch).Ticks * 100, _ring.Count == 0 ? 0 : _ring[^1].TimeNano + 1);
                var json = $$"""{"Type":"container","Action":"{{action}}","Actor":{"ID":"{{id}}","Attributes":{"name":"{{name}}","com.galaxy.owner":"rtm"} },"timeNano":{{time}}}""" + "\n";
                _ring.Add((time, json));
                text.Append(json);
            }

            if (_isDelivering)
                _stream.Send(text.ToString());
        }
    }

    /// <summary>From now on the stream that is open hears nothing more.</summary>
    public void Freeze()
    {
        lock (_lock)
            _isDelivering = false;
    }

    public bool IsAgreed()
    {
        lock (_lock)
        {
            return Board.Current.Containers.Values.Select(c => (c.Id, c.Name, c.Facts.State)).Order()
                .SequenceEqual(_containers.Select(c => (c.Key, c.Value.Name, c.Value.State)).Order());
        }
    }

    /// <summary>What the timeline lacks or has twice, and its gaps.</summary>
    public (int Missing, int Twice, int Gaps) Faults()
    {
        lock (_lock)
        {
            var heard = Timeline.Current.Rows.OfType<TimelineEvent>().Select(e => e.TimeNano).ToList();
            return (_ring.TakeLast(EngineTimeline.MostRows).Count(e => !heard.Contains(e.TimeNano)), heard.Count - heard.Distinct().Count(), Timeline.Current.Gaps.Count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _engine.Dispose();
        await _stub.DisposeAsync();
        _stop.Dispose();
    }

    private StubHandler Events(StubRequest request)
    {
        lock (_lock)
        {
            var since = Nano(request, "since") ?? long.MaxValue;
            var past = string.Concat(_ring.TakeLast(256).Where(e => e.TimeNano >= since && e.TimeNano <= (Nano(request, "until") ?? long.MaxValue)).Select(e => e.Json));
            if (request.Query.ContainsKey("until"))
                return StubReply.Json(past);
            (_stream, _isDelivering) = (new(), true);
            return _stream.Send(past.Length > 0 ? past : "\n").HandleAsync;
        }
    }

    private static long? Nano(StubRequest request, string key) =>
        request.Query.TryGetValue(key, out var text) ? long.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : null;

    private string List()
    {
        lock (_lock)
        {
            return $"[{string.Join(',', _containers.Select(c => $$"""{"Id":"{{c.Key}}","Image":"game:1","Names":["/{{c.Value.Name}}"],"Labels":{"com.galaxy.owner":"rtm"},"State":"{{c.Value.State}}","Status":"","Created":1700000000}"""))}]";
        }
    }

    private StubHandler Inspect(StubRequest request)
    {
        lock (_lock)
        {
            return _containers.TryGetValue(request.Route["id"], out var c)
                ? StubReply.Json($$"""{"Id":"{{request.Route["id"]}}","Name":"/{{c.Name}}","Created":"2023-11-14T22:13:20Z","State":{"Status":"{{c.State}}"},"Config":{"Image":"game:1","Labels":{"com.galaxy.owner":"rtm"} } }""")
                : StubReply.Error(404, "No such container");
        }
    }
}

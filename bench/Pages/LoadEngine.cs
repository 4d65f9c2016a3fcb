using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Rtm.Tests.Support;

namespace Rtm.Bench;

/// <summary>An engine that is a socket and a list: it makes as many events as a load needs, which a real one can't, and remembers when each went out.</summary>
internal sealed class LoadEngine : IAsyncDisposable
{
    public const string EventName = "rtm-ev-";

    private readonly Lock _lock = new();
    private readonly StubEngine _stub = StubEngine.OnUnixSocket();
    private readonly Queue<(long TimeNano, string Json)> _ring = new();
    private readonly List<long> _sent = [];
    private readonly string[] _ids;
    private readonly DateTime _started = Now.AddHours(-2.5);
    private readonly TaskCompletionSource _frozen = new();
    private StreamedReply? _stream;
    private long _lastNano;
    private bool _isFrozen;

    public LoadEngine(int containers)
    {
        _ids = [.. Enumerable.Range(0, containers).Select(n => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"load {n}"))))];
        var list = $"[{string.Join(',', _ids.Select((id, n) => $$"""{"Id":"{{id}}","Image":"game:1","ImageID":"sha256:{{id}}","Names":["/game-{{n:0000}}"],"Labels":{"com.galaxy.owner":"bench"},"State":"running","Status":"Up 2 hours","Created":1700000000}"""))}]";
        On("/version", _ => StubReply.Json("""{"Version":"20.10.24","ApiVersion":"1.41"}"""));
        On("/info", _ => StubReply.Json($$"""{"ID":"LOAD","Name":"load","SystemTime":"{{Now:yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'}}"}"""));
        On("/networks/bridge", _ => StubReply.Json("""{"Id":"b","Name":"bridge","Created":"2023-11-14T22:13:20Z"}"""));
        On("/containers/json", _ => StubReply.Json(list));
        On("/containers/{id}/json", request => StubReply.Json(Inspect(request.Route["id"])));
        On("/events", Events);
    }

    public string Endpoint => _stub.Endpoint.OriginalString;

    public int Lists => Count(request => request.Path == "/containers/json");

    public int Sent
    {
        get
        {
            lock (_lock)
                return _sent.Count;
        }
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{EventName}{number:0000000}");

    public string IdOf(int container) => _ids[container];

    /// <summary>A further answer, such as to what changes a container.</summary>
    public void Answer(string method, string path, StubHandler handler) => _stub.On(method, path, handler);

    public int Count(Func<StubRequest, bool> which) => _stub.Requests.Count(which);

    /// <summary>When an event went out, as a timestamp of <see cref="TimeProvider.System"/>.</summary>
    public long SentAt(int number)
    {
        lock (_lock)
            return _sent[number];
    }

    /// <summary>So many events in one write, each with a name of its own.</summary>
    public void Send(int count)
    {
        lock (_lock)
        {
            if (_isFrozen)
                return;
            var text = new StringBuilder();
            for (var i = 0; i < count; i++)
            {
                var number = _sent.Count;
                _lastNano = Math.Max(_lastNano + 1, (Now - DateTime.UnixEpoch).Ticks * 100);
                var json = $$"""{"Type":"container","Action":"rename","Actor":{"ID":"{{_ids[number % _ids.Length]}}","Attributes":{"name":"{{NameOf(number)}}","oldName":"/game","image":"game:1","com.galaxy.owner":"bench"} },"timeNano":{{_lastNano}}}""" + "\n";
                _ring.Enqueue((_lastNano, json));
                if (_ring.Count > 256)
                    _ring.Dequeue();
                text.Append(json);
                _sent.Add(TimeProvider.System.GetTimestamp());
            }

            _stream?.Send(text.ToString());
        }
    }

    /// <summary>Sends at a rate for a while, evenly.</summary>
    public async Task SendAsync(int perSecond, TimeSpan duration, CancellationToken ct)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var sent = 0;
        while (TimeProvider.System.GetElapsedTime(begun) is var elapsed && elapsed < duration)
        {
            var due = (int)(elapsed.TotalSeconds * perSecond) - sent;
            if (due > 0)
                Send(due);
            sent += Math.Max(due, 0);
            await Task.Delay(1, ct);
        }
    }

    /// <summary>From now on it accepts everything and answers nothing.</summary>
    public void BlackHole()
    {
        lock (_lock)
            _isFrozen = true;
    }

    public async ValueTask DisposeAsync()
    {
        _frozen.TrySetResult();
        await _stub.DisposeAsync();
    }

    private void On(string path, Func<StubRequest, StubHandler> answer) => _stub.On("GET", path, async (request, connection, ct) =>
    {
        if (_isFrozen)
            await _frozen.Task.WaitAsync(ct);
        await answer(request)(request, connection, ct);
    });

    private StubHandler Events(StubRequest request)
    {
        lock (_lock)
        {
            var (since, until) = (Nano(request, "since") ?? long.MaxValue, Nano(request, "until") ?? long.MaxValue);
            var past = string.Concat(_ring.Where(e => e.TimeNano >= since && e.TimeNano <= until).Select(e => e.Json));
            if (request.Query.ContainsKey("until"))
                return StubReply.Json(past);
            _stream = new();
            return _stream.Send(past.Length > 0 ? past : "\n").HandleAsync;
        }
    }

    private string Inspect(string id) =>
        $$"""{"Id":"{{id}}","Name":"/game-{{Array.IndexOf(_ids, id):0000}}","Created":"2023-11-14T22:13:20Z","Image":"sha256:{{id}}","State":{"Status":"running","StartedAt":"{{_started:yyyy-MM-dd'T'HH:mm:ss'Z'}}"},"Config":{"Image":"game:1","Labels":{"com.galaxy.owner":"bench"} } }""";

    private static long? Nano(StubRequest request, string key) =>
        request.Query.TryGetValue(key, out var text) ? long.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : null;
}

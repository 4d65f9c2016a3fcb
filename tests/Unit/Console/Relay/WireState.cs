using System.Globalization;
using System.Text;
using Rtm.Tests.Support;

namespace Rtm.Unit.Tests.Console.Relay;

/// <summary>What the engine of a <see cref="WireEngine"/> has and remembers, as the real one does: the newest 256 messages, in the order they came.</summary>
internal sealed class WireState
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Name, string State)> _containers = [];
    private readonly List<(long Time, string Action, string Id, string Json)> _happened = [];
    private readonly HashSet<long> _times = [];
    private TimeSpan _skew;
    private StreamedReply _stream = new();
    private bool _isDelivering = true;
    private int _forgotten;

    /// <summary>The engine's clock.</summary>
    public DateTime Now => (TimeProvider.System.GetUtcNow() + _skew).UtcDateTime;

    /// <summary>Another one after each restart.</summary>
    public string Run { get; private set; } = "run";

    /// <summary>The stream that is open now.</summary>
    public StreamedReply Stream
    {
        get
        {
            lock (_lock)
                return _stream;
        }
    }

    public IEnumerable<(string Id, string Name, string State)> Containers
    {
        get
        {
            lock (_lock)
                return [.. _containers.Select(c => (c.Key, c.Value.Name, c.Value.State)).Order()];
        }
    }

    /// <summary>All that ever happened.</summary>
    public IReadOnlyList<(long Time, string Action, string Id)> Times
    {
        get
        {
            lock (_lock)
                return [.. _happened.Select(e => (e.Time, e.Action, e.Id))];
        }
    }

    /// <summary>Containers change, and their events go out in one write.</summary>
    public void Happen(params IEnumerable<(int Number, string Action, string State)> all)
    {
        lock (_lock)
        {
            var text = new StringBuilder();
            foreach (var (number, action, state) in all)
                text.Append(Add(number, action, state, null));
            if (_isDelivering)
                _stream.Send(text.ToString());
        }
    }

    /// <summary>As <see cref="Happen"/>, written by the test.</summary>
    public void HappenThrough(Action<StreamedReply, byte[]> write, params IEnumerable<(int Number, string Action, string State)> all)
    {
        lock (_lock)
            write(_stream, Encoding.UTF8.GetBytes(string.Concat(all.Select(e => Add(e.Number, e.Action, e.State, null)))));
    }

    /// <summary>Happens in the very instant of the last event.</summary>
    public void HappenAtOnce(int number, string action, string state)
    {
        lock (_lock)
        {
            var json = Add(number, action, state, _happened[^1].Time);
            if (_isDelivering)
                _stream.Send(json);
        }
    }

    /// <summary>From now on the stream that is open hears nothing more.</summary>
    public StreamedReply Freeze()
    {
        lock (_lock)
            _isDelivering = false;
        return Stream;
    }

    public void StepClock(TimeSpan by)
    {
        lock (_lock)
            _skew += by;
    }

    /// <summary>Forgets all messages.</summary>
    public void Restart()
    {
        lock (_lock)
            (_forgotten, Run) = (_happened.Count, Run + "'");
    }

    /// <summary>What is replayed, and the stream that follows unless there is an end to it.</summary>
    public (string Past, StreamedReply? Stream) Listen(long since, long? until)
    {
        lock (_lock)
        {
            // The engine goes back from its newest message and stops at the first that is too old.
            var past = _happened.Skip(Math.Max(_forgotten, _happened.Count - 256)).Reverse().TakeWhile(e => e.Time >= since).Reverse().Where(e => e.Time <= (until ?? long.MaxValue));
            var text = string.Concat(past.Select(e => e.Json));
            if (until is not null)
                return (text, null);
            (_stream, _isDelivering) = (new(), true);
            return (text, _stream);
        }
    }

    public string List() => $"[{string.Join(',', Containers.Select(c => $$"""{"Id":"{{c.Id}}","Image":"game:1","Names":["/{{c.Name}}"],"Labels":{"com.galaxy.owner":"rtm"},"State":"{{c.State}}","Status":"","Created":1700000000}"""))}]";

    public string? Inspect(string id)
    {
        lock (_lock)
        {
            return _containers.TryGetValue(id, out var c)
                ? $$"""{"Id":"{{id}}","Name":"/{{c.Name}}","Created":"2023-11-14T22:13:20Z","State":{"Status":"{{c.State}}"},"Config":{"Image":"game:1","Labels":{"com.galaxy.owner":"rtm"} } }"""
                : null;
        }
    }

    private string Add(int number, string action, string state, long? at)
    {
        var id = SampleContainers.IdOf(number);
        // Two bytes a letter here and there, so that torn writes tear letters too.
        var name = $"gäme-{number.ToString(CultureInfo.InvariantCulture)}";
        if (state.Length == 0)
            _containers.Remove(id);
        else
            _containers[id] = (name, state);
        var time = at ?? (Now - DateTime.UnixEpoch).Ticks * 100;
        while (!_times.Add(time) && at is null)
            time++;
        var json = $$"""{"Type":"container","Action":"{{action}}","Actor":{"ID":"{{id}}","Attributes":{"name":"{{name}}","com.galaxy.owner":"rtm"} },"timeNano":{{time}}}""" + "\n";
        _happened.Add((time, action, id, json));
        return json;
    }
}

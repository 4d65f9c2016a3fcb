using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Rtm.Docker;

namespace Rtm.Tests.Support;

public sealed partial class FakeEngine
{
    private readonly FakeFeed<EngineMessage> events;
    private readonly Dictionary<string, FakeFeed<LogLine>> logs = [];
    private readonly Dictionary<string, FakeFeed<ContainerStats>> stats = [];
    private readonly List<EngineMessage> published = [];
    private long lastTimeNano;
    private TimeSpan skew;

    /// <summary>How many listen to the events now.</summary>
    public int Listeners => events.Readers;

    public Task WaitForListenersAsync(int count, CancellationToken ct, TimeSpan? deadline = null) =>
        pulse.UntilAsync($"{count} event listeners", () => Listeners == count, () => $"{Listeners} listeners", ct, deadline);

    public Task WaitForLogReadersAsync(string containerId, int count, CancellationToken ct, TimeSpan? deadline = null)
    {
        var feed = FeedOf(logs, containerId);
        return pulse.UntilAsync($"{count} log readers", () => feed.Readers == count, () => $"{feed.Readers} log readers", ct, deadline);
    }

    /// <summary>How far the engine's clock is ahead of the console's. A change is a step of the engine's clock.</summary>
    public TimeSpan ClockSkew
    {
        get
        {
            lock (gate)
                return skew;
        }
        set
        {
            lock (gate)
                (skew, lastTimeNano) = (value, 0);
        }
    }

    public void Publish(EngineEvent engineEvent) => Publish(EngineMessage.Of(engineEvent));

    public void Publish(EngineMessage message)
    {
        lock (gate)
            published.Add(message);
        events.Publish(message);
    }

    /// <summary>Every message that ever happened, whoever heard it.</summary>
    public IReadOnlyList<EngineMessage> Published
    {
        get
        {
            lock (gate)
                return [.. published];
        }
    }

    /// <summary>An event of a container, at the clock's time (each later than the one before) and with the attributes a real one has.</summary>
    public EngineEvent Publish(ContainerDetails container, string action, int? exitCode = null)
    {
        var attributes = new Dictionary<string, string>(container.Labels) { ["name"] = container.Name, ["image"] = container.ImageRef };
        if (exitCode is { } code)
            attributes["exitCode"] = code.ToString(CultureInfo.InvariantCulture);
        lock (gate)
        {
            var now = EngineNow();
            lastTimeNano = Math.Max(lastTimeNano + 1, (now - DateTimeOffset.UnixEpoch).Ticks * 100);
            var engineEvent = new EngineEvent
            {
                Action = action,
                ContainerId = container.Id,
                Labels = attributes,
                ExitCode = exitCode,
                OccurredAt = now,
                TimeNano = lastTimeNano,
            };
            Publish(engineEvent);
            return engineEvent;
        }
    }

    /// <summary>Ends every listener's stream with this error; the next listener is served again.</summary>
    public void BreakEvents(EngineException error) => events.End(error);

    /// <summary>What listens now hears nothing more, and its stream stays open: a half-open connection. Who listens later is served.</summary>
    public void FreezeEvents() => events.Freeze();

    /// <summary>Forgets what it could replay: who reconnects has a gap.</summary>
    public void ForgetEvents()
    {
        events.Forget();
        lock (gate)
            RunId = RunId.Length > 0 ? RunId + "'" : "";
    }

    public void AppendLog(string containerId, LogLine line) => FeedOf(logs, containerId).Publish(line);

    /// <summary>Ends the logs that are followed, as a container's end does, or with an error.</summary>
    public void EndLog(string containerId, EngineException? error = null) => FeedOf(logs, containerId).End(error);

    public void PublishStats(string containerId, ContainerStats sample) => FeedOf(stats, containerId).Publish(sample);

    public void EndStats(string containerId, EngineException? error = null) => FeedOf(stats, containerId).End(error);

    public async IAsyncEnumerable<EngineEvent> ListenEventsAsync(EventCursor? since, [EnumeratorCancellation] CancellationToken ct)
    {
        await EnterAsync(nameof(ListenEventsAsync), "", ct);
        await foreach (var message in events.ReadAsync(past => Replay(past, since), follow: true, ct))
        {
            if (message.Event is { } engineEvent)
                yield return engineEvent;
        }
    }

    public async IAsyncEnumerable<EngineMessage> WatchEventsAsync(EventCursor? since, [EnumeratorCancellation] CancellationToken ct)
    {
        await EnterAsync(nameof(WatchEventsAsync), "", ct);
        await foreach (var message in events.ReadAsync(past => Replay(past, since), follow: true, ct))
            yield return message;
    }

    public async Task<IReadOnlyList<EngineMessage>> ReplayEventsAsync(EventCursor since, EventCursor until, CancellationToken ct)
    {
        await EnterAsync(nameof(ReplayEventsAsync), "", ct);
        if (until.TimeNano < since.TimeNano)
            throw new EngineException(Failure("replay events", "", HttpStatusCode.BadRequest), "`since` time cannot be after `until` time");
        return await events.ReadAsync(past => Replay(past, since).Where(m => m.TimeNano <= until.TimeNano), follow: false, ct).ToListAsync(ct);
    }

    // The engine goes back from the newest and stops at the first that is too old. A cursor made from a message equals another made from
    // it: how a cursor is compared without a look inside.
    private static IEnumerable<EngineMessage> Replay(IReadOnlyList<EngineMessage> past, EventCursor? since) =>
        since is null ? [] : past.Reverse().TakeWhile(m => m.TimeNano >= since.TimeNano).Reverse().Where(m => EventCursor.After(m) != since);

    private DateTimeOffset EngineNow() => clock.GetUtcNow() + ClockSkew;

    public async IAsyncEnumerable<LogLine> ReadLogsAsync(string containerId, LogQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        await EnterAsync(nameof(ReadLogsAsync), containerId, ct);
        var id = Find("read logs", containerId).Id;
        await foreach (var line in FeedOf(logs, id).ReadAsync(Replay, query.Follow, ct))
        {
            if (IsWanted(line))
                yield return line;
        }

        IEnumerable<LogLine> Replay(IReadOnlyList<LogLine> past) => past.Where(IsWanted).TakeLast(query.Tail ?? int.MaxValue);

        bool IsWanted(LogLine line) =>
            (line.Source == LogSource.Stdout ? query.Stdout : query.Stderr)
            && !(line.Time < query.Since)
            && !(line.Time > query.Until);
    }

    public async IAsyncEnumerable<ContainerStats> StreamStatsAsync(string containerId, [EnumeratorCancellation] CancellationToken ct)
    {
        await EnterAsync(nameof(StreamStatsAsync), containerId, ct);
        var id = Find("stream stats", containerId).Id;
        await foreach (var sample in FeedOf(stats, id).ReadAsync(past => past.TakeLast(1), follow: true, ct))
            yield return sample;
    }

    private FakeFeed<T> FeedOf<T>(Dictionary<string, FakeFeed<T>> feeds, string containerId)
    {
        lock (gate)
        {
            if (!feeds.TryGetValue(containerId, out var feed))
                feeds[containerId] = feed = new(100_000, pulse.Notify);
            return feed;
        }
    }
}

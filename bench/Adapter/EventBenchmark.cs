using System.Runtime.CompilerServices;
using System.Text.Json;
using Rtm.Docker;

namespace Rtm.Bench;

/// <summary>From the engine's own time stamp of an event to the consumer, in turns with a raw reader of the same stream.</summary>
internal sealed class EventBenchmark(IDockerEngine engine, RawEngine raw, Load load, Report report)
{
    private const int Rounds = 12;
    private const int WarmUpRounds = 2;
    private const int EventsARound = 40;

    // The first events of a stream wait for it to open.
    private const int OpeningEvents = 5;

    private int _names;

    public async Task RunAsync(CancellationToken ct)
    {
        var ours = new Samples();
        var baseline = new Samples();
        for (var round = 0; round < WarmUpRounds + Rounds; round++)
        {
            var counts = round >= WarmUpRounds;
            await RoundAsync(OurEvents, counts ? ours : new Samples(), ct);
            await RoundAsync(RawEvents, counts ? baseline : new Samples(), ct);
        }
        report.Add("event, engine to consumer", ours, baseline, limit: 2.0);
    }

    private async Task RoundAsync(Func<EventCursor, CancellationToken, IAsyncEnumerable<long>> listen, Samples samples, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var now = (await engine.GetEngineInfoAsync(ct)).EngineTime ?? throw new InvalidOperationException("The engine sent no time.");
        await using var events = listen(EventCursor.At(now), stop.Token).GetAsyncEnumerator(stop.Token);
        for (var i = 0; i < OpeningEvents + EventsARound; i++)
        {
            var next = events.MoveNextAsync().AsTask();
            await raw.PostAsync($"containers/{load.Ids[0]}/rename?name=rtm-bench-{Environment.ProcessId}-renamed-{_names++}", content: null, ct);
            await next;
            var latency = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / 1e4 - events.Current / 1e6;
            if (i >= OpeningEvents)
                samples.Add(latency);
        }
        await stop.CancelAsync();
    }

    private async IAsyncEnumerable<long> OurEvents(EventCursor since, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var happened in engine.ListenEventsAsync(since, ct))
            yield return happened.TimeNano;
    }

    private async IAsyncEnumerable<long> RawEvents(EventCursor since, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = await raw.OpenAsync($"events?since={since.TimeNano / 1_000_000_000}.{since.TimeNano % 1_000_000_000:D9}", ct);
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync(ct) is { } line)
        {
            // Only the time is read: what a listener that understands nothing would at least need.
            using var json = JsonDocument.Parse(line);
            yield return json.RootElement.GetProperty("timeNano").GetInt64();
        }
    }
}

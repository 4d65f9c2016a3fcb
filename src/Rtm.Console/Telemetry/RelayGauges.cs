using System.Diagnostics.Metrics;
using Rtm.Console.Relay;

namespace Rtm.Console.Telemetry;

/// <summary>What is read when metrics are collected: the boards, their readers and the history.</summary>
internal sealed class RelayGauges
{
    public RelayGauges(IMeterFactory meters, BoardDirectory directory, ITimelineArchive archive)
    {
        var meter = meters.Create(RelayMetrics.MeterName);
        meter.CreateObservableGauge(
            "rtm.relay.board.containers", () => directory.Boards.Select(b => Of(b.Engine, b.Current.Containers.Count)), "{container}", "Containers on an engine's board");
        meter.CreateObservableGauge(
            "rtm.relay.live", () => directory.Boards.Select(b => Of(b.Engine, b.Current.Connection.Phase == ConnectionPhase.Live ? 1 : 0)), null,
            "1 while an engine is live, 0 while it is not, or tells its list but not its events");
        meter.CreateObservableGauge(
            "rtm.relay.subscribers",
            () => directory.Boards.Select(b => Of(b.Engine, b.Subscribers, RelayMetrics.Board))
                .Concat(directory.Timelines.Select(t => Of(t.Engine, t.Subscribers, RelayMetrics.Timeline))),
            "{subscriber}", "Who follows an engine's board or timeline now");
        meter.CreateObservableGauge("rtm.history.queue", () => archive.State.Waiting, "{row}", "Rows that wait to be written to the history");
        meter.CreateObservableGauge("rtm.history.down", () => archive.State.DownSince is null ? 0 : 1, null, "1 while the history can't be written, 0 while it can");
    }

    private static Measurement<int> Of(string engine, int value) => new(value, new KeyValuePair<string, object?>(RelayMetrics.EngineLabel, engine));

    private static Measurement<int> Of(string engine, int value, string of) => new(value, new(RelayMetrics.EngineLabel, engine), new("of", of));
}

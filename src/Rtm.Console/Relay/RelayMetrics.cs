using System.Diagnostics.Metrics;

namespace Rtm.Console.Relay;

/// <summary>What the relay counts as it happens. Labels name engines and causes, never containers: their number has no bound.</summary>
public static class RelayMetrics
{
    public const string MeterName = "Rtm.Console";

    internal const string EngineLabel = "engine";
    internal const string Board = "board";
    internal const string Timeline = "timeline";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Events = Meter.CreateCounter<long>(
        "rtm.relay.events", "{event}", "Container events of the scope that were taken, by engine and by whether a health check made them");

    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>(
        "rtm.relay.event.lag", "s", "From the engine's time stamp of an event to the console, corrected by the engine's clock skew", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });

    private static readonly Counter<long> Gaps = Meter.CreateCounter<long>(
        "rtm.relay.gaps", "{gap}", "Gaps in an engine's timeline, by cause");

    private static readonly Counter<long> Reconnects = Meter.CreateCounter<long>(
        "rtm.relay.reconnects", "{reconnect}", "How often an engine that had been lost was live again");

    private static readonly Counter<long> Lags = Meter.CreateCounter<long>(
        "rtm.relay.subscriber.lags", "{lag}", "How often a subscriber was too slow and got a snapshot instead of changes");

    internal static void Event(string engine, bool isProbe, TimeSpan lag)
    {
        Events.Add(1, new(EngineLabel, engine), new("probe", isProbe));
        // Clocks are compared to about a millisecond: nothing arrives before it happens.
        Lag.Record(Math.Max(0, lag.TotalSeconds), new KeyValuePair<string, object?>(EngineLabel, engine));
    }

    internal static void Gap(string engine, GapCause cause) => Gaps.Add(1, new(EngineLabel, engine), new("cause", cause.ToString()));

    internal static void Reconnected(string engine) => Reconnects.Add(1, new KeyValuePair<string, object?>(EngineLabel, engine));

    internal static void SubscriberLagged(string engine, string of) => Lags.Add(1, new(EngineLabel, engine), new("of", of));
}
